import fc from 'fast-check'
import type { Column } from '../../../src/model/column.ts'
import { inheritedColumns } from '../../../src/model/family.ts'
import type { ObjectName } from '../../../src/model/name.ts'
import type { SchemaObject } from '../../../src/model/object.ts'
import { usualCost } from '../../../src/model/objects/routine.ts'
import { emptySchema } from '../../../src/model/schema.ts'
import { index } from '../../support/tables.ts'
import { maybe, pick, small } from './choice.ts'
import { comment, has, placed, quoted, spoken, type World, withObjects } from './world.ts'

const relationNames = ['overview', 'Odd "view"', 'summary', 'digest'] as const

/** What is made of tables and can be read: each may read all those before it. */
export function relationSeeds() {
  const seed = fc.record({
    as: small,
    place: small,
    source: small,
    second: small,
    columns: small,
    form: small,
    option: small,
    comment: small,
  })
  return fc.record(Object.fromEntries(relationNames.map((name) => [name, maybe(seed)])))
}

export type RelationSeeds = ReturnType<typeof relationSeeds> extends fc.Arbitrary<infer S> ? S : never
type Seed = NonNullable<RelationSeeds[string]>

interface Readable {
  readonly name: ObjectName
  readonly columns: readonly string[]
}

export function withRelations(world: World, seeds: RelationSeeds): World {
  const schema = { ...emptySchema, tables: world.tables }
  let now = world
  const readable: Readable[] = world.tables.map((table) => ({
    name: table.name,
    columns: [...inheritedColumns(schema, table), ...table.columns].filter(isShown).map(({ name }) => name),
  }))
  for (const bare of relationNames) {
    const seed = seeds[bare] ?? null
    const from = seed === null ? undefined : pick(readable, seed.source)
    if (seed === null || from === undefined) continue
    const name = placed(world.engine, bare, seed.place)
    const drawn = relation(now, name, seed, from, pick(readable, seed.second) ?? from)
    now = withObjects(now, [drawn.object])
    if (drawn.object.kind !== 'function') readable.push({ name, columns: drawn.columns })
  }
  return now
}

/** Types without an order or an equality stay out of what is grouped. */
function isShown({ name }: Column): boolean {
  return ['id', 'amount', 'label', 'code', 'flag', 'ref', 'mood', 'twice', 'score', 'day', 'region'].includes(name)
}

function relation(
  world: World,
  name: ObjectName,
  seed: Seed,
  from: Readable,
  other: Readable,
): { readonly object: SchemaObject; readonly columns: readonly string[] } {
  const postgres = world.engine.name === 'postgres'
  if (postgres && seed.as === 0) return { object: reader(world, name, seed, from), columns: [] }
  const { query, columns } = queryOf(world, seed, from, other)
  const shared = {
    name,
    on: null,
    comment: postgres ? comment(seed.comment, 'what there is') : null,
    query,
    columns: null,
  }
  const columnComments = postgres && seed.comment === 1 ? { id: 'which one' } : {}
  if (postgres && seed.as < 3) {
    const unique =
      seed.form === 4 ? [] : [index(`${name.name}_id`, ['id'], { unique: seed.option === 1 && seed.form === 0 })]
    const options: Record<string, string> = seed.option === 2 ? { fillfactor: '70' } : {}
    return { object: { ...shared, kind: 'materialized_view', columnComments, options, indexes: unique }, columns }
  }
  const options: Record<string, string> = postgres && seed.option === 0 ? { security_barrier: 'true' } : {}
  return { object: { ...shared, kind: 'view', columnComments, columnDefaults: {}, names: null, options }, columns }
}

/** A function that the server binds to what it reads. */
function reader(world: World, { schema, name }: ObjectName, seed: Seed, from: Readable): SchemaObject {
  return {
    kind: 'function',
    name: { schema, name: `count_${name}()` },
    on: null,
    comment: comment(seed.comment, 'how many there are'),
    arguments: [],
    language: 'sql',
    body: {
      kind: 'sql',
      text: `BEGIN ATOMIC SELECT count(*) AS count FROM ${spoken(world, from.name)} WHERE ${seed.form % 2 === 0 ? 'id > 0' : 'id IS NOT NULL'}; END`,
    },
    securityDefiner: false,
    settings: {},
    transforms: [],
    returns: { kind: 'type', type: 'bigint', setof: false },
    volatility: 'stable',
    strict: false,
    leakproof: false,
    parallel: 'unsafe',
    window: false,
    cost: usualCost('sql'),
    rows: null,
    support: null,
  }
}

function queryOf(
  world: World,
  { columns: number, form }: Seed,
  from: Readable,
  other: Readable,
): { readonly query: string; readonly columns: readonly string[] } {
  // A number drops every second column, or all behind the first few.
  const kept = from.columns.filter(
    (name, position) =>
      name === 'id' || (isOwn(name, form) && (number < 4 ? position <= number + 1 : position % 2 === number % 2)),
  )
  const list = (prefix: string): string => kept.map((name) => `${prefix}${quoted(world, name)}`).join(', ')
  const [one, two] = [spoken(world, from.name), spoken(world, other.name)]
  const called = calls(world)
  switch (form) {
    case 1:
      return { query: `select ${list('')} from ${one} where id > 0`, columns: kept }
    case 2:
      return {
        query: `select ${list('a.')}, b.id as other from ${one} a join ${two} b on a.id = b.id`,
        columns: [...kept, 'other'],
      }
    case 3:
      return { query: `select ${list('')}, ${called[0] ?? 'id'} as made from ${one}`, columns: [...kept, 'made'] }
    case 4:
      return { query: `select id from ${one} union all select id from ${two}`, columns: ['id'] }
    case 5:
      return { query: `select id, count(*) as members from ${one} group by id`, columns: ['id', 'members'] }
    case 6:
      return { query: `select ${list('')}, ${called.at(-1) ?? 'id'} as made from ${one}`, columns: [...kept, 'made'] }
    case 7:
      return {
        query: `with picked as (select ${list('')} from ${one}) select ${list('picked.')} from picked`,
        columns: kept,
      }
    default:
      return { query: `select ${list('')} from ${one}`, columns: kept }
  }
}

/** A view over a view that adds a column of the same name reads it under none. */
function isOwn(name: string, form: number): boolean {
  return !(form === 2 && name === 'other') && !((form === 3 || form === 6) && name === 'made')
}

/** What the routines drawn so far give for a row. */
function calls(world: World): string[] {
  const loose = world.objects.find(({ kind, name }) => kind === 'function' && name.name.startsWith('loose('))
  const more = loose?.kind === 'function' && loose.arguments.length > 1 ? ", 'x'::text" : ''
  return [
    ...(loose === undefined ? [] : [`public.loose(id${more})`]),
    ...(has(world, 'function', 'doubled') ? ['public.doubled(id)'] : []),
  ]
}
