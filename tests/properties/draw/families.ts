import fc from 'fast-check'
import type { Column } from '../../../src/model/column.ts'
import type { ObjectName } from '../../../src/model/name.ts'
import type { PartitionKey } from '../../../src/model/partition.ts'
import { childrenOf, type Schema } from '../../../src/model/schema.ts'
import type { Table } from '../../../src/model/table.ts'
import { check, column, index, table } from '../../support/tables.ts'
import { maybe, pick, small } from './choice.ts'
import { placed, type World } from './world.ts'

/** Partitioned tables, whose key and bounds go by their names, and tables that inherit. */
export function familySeeds() {
  const partitioned = fc.record({
    place: small,
    parts: fc.nat(15),
    amount: small,
    mood: small,
    key: small,
    rule: small,
    indexed: small,
    own: small,
    bounds: small,
  })
  return fc.record({
    by_range: maybe(partitioned, 1),
    by_list: maybe(partitioned, 1),
    by_hash: maybe(partitioned, 1),
    people: maybe(fc.record({ inherits: small, amount: small, rule: small, own: small, indexed: small }), 1),
  })
}

export type FamilySeeds = ReturnType<typeof familySeeds> extends fc.Arbitrary<infer S> ? S : never
type Partitioned = NonNullable<FamilySeeds['by_range']>

export function familyTables(world: World, seeds: FamilySeeds): Table[] {
  const { engine } = world
  if (engine.name === 'sqlite') return []
  const { by_range: range, by_list: list, by_hash: hash, people } = seeds
  const named = (name: string, seed: Partitioned): ObjectName => placed(engine, name, seed.place === 0 ? 0 : 2)
  return [
    ...(range === null ? [] : byRange(named('by_range', range), range, world)),
    ...(list === null ? [] : byList(named('by_list', list), list, world)),
    ...(hash === null ? [] : byHash(named('by_hash', hash), hash, world)),
    ...(people === null ? [] : inheriting(people)),
  ]
}

/** What counts is exchanged for what counts further where tables are large. */
const amountTypes = ['integer', 'integer', 'integer', 'bigint', 'numeric', 'bigint'] as const

/** Whether a table shares its columns or rows with others. */
export function isFamily({ name, partitionBy, partitionOf, inherits }: Table, schema: Schema): boolean {
  return partitionBy !== null || partitionOf !== null || inherits.length + childrenOf(schema, name).length > 0
}

/** The table that has all rows; its keys hold what it is partitioned by. */
function root(name: ObjectName, seed: Partitioned, { enums }: World, partitionBy: PartitionKey): Table {
  const amount = amountTypes[seed.amount]
  const columns: Column[] = [
    column('id', seed.key === 3 && !partitionBy.keys.includes('id') ? 'integer' : 'bigint', { nullable: false }),
    column('day', 'date', { nullable: false, default: seed.key === 1 ? 'CURRENT_DATE' : null }),
    column('region', 'text', { nullable: false }),
    ...(amount === undefined ? [] : [column('amount', amount, { nullable: seed.amount > 0 })]),
    ...(enums.length === 0 || seed.mood > 4 ? [] : [column('mood', 'public.temper', { nullable: seed.mood > 0 })]),
  ]
  const indexed = columns.at(-1)?.name ?? 'id'
  return table(name, columns, {
    partitionBy,
    primaryKey: seed.key < 4 ? { name: `${name.name}_pkey`, columns: ['id', 'day', 'region'] } : null,
    checks: seed.rule < 3 ? [check(`rule${seed.rule}`, 'id > 0')] : [],
    indexes: [
      ...(seed.indexed < 4 ? [index(`${name.name}_id_idx`, seed.indexed % 2 === 0 ? ['id'] : ['id', 'day'])] : []),
      ...(seed.indexed === 4 ? [index(`${name.name}_${indexed}_idx`, [indexed])] : []),
      ...(seed.indexed === 2 ? [index(`${name.name}_region_idx`, ['region', 'id', 'day'], { unique: true })] : []),
    ],
  })
}

export function partition(of: Table, name: string, bound: string, rest: Partial<Table> = {}): Table {
  return table({ ...of.name, name }, [], { partitionOf: { table: of.name, bound, proof: null }, ...rest })
}

function chosen(parts: number, ...tables: readonly (readonly Table[])[]): Table[] {
  return tables.flatMap((one, bit) => ((parts >> bit) % 2 === 0 ? one : []))
}

function byRange(name: ObjectName, seed: Partitioned, world: World): Table[] {
  const top = root(name, seed, world, { strategy: 'range', keys: ['day'] })
  const own = seed.own === 0 ? { checks: [check('small', 'id < 1000000')] } : {}
  const halved = seed.bounds === 2 || seed.bounds === 3
  const middle = halved ? '2025-07-01' : '2026-01-01'
  const split = partition(top, 'by_range_2026', "FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')", {
    partitionBy: { strategy: 'list', keys: ['region'] },
  })
  return [
    top,
    ...chosen(
      seed.parts,
      [
        partition(
          top,
          'by_range_2025',
          `FOR VALUES FROM ('${seed.bounds === 1 ? '2024' : '2025'}-01-01') TO ('${middle}')`,
          own,
        ),
        ...(halved ? [partition(top, 'by_range_2025_end', `FOR VALUES FROM ('${middle}') TO ('2026-01-01')`)] : []),
      ],
      [
        split,
        partition(split, 'by_range_2026_eu', `FOR VALUES IN (${seed.bounds % 2 === 0 ? "'de', 'fr'" : "'de'"})`),
        partition(split, 'by_range_2026_rest', 'DEFAULT'),
      ],
      [partition(top, 'by_range_rest', 'DEFAULT')],
    ),
  ]
}

/** As values move from one partition to the other. */
const listBounds = [
  ["'de', 'fr'", "'us'"],
  ["'de'", "'us', 'fr'"],
  ["'us'", "'de', 'fr'"],
  ["'de', 'fr', 'it'", "'us', 'jp'"],
] as const

function byList(name: ObjectName, seed: Partitioned, world: World): Table[] {
  const top = root(name, seed, world, { strategy: 'list', keys: ['region'] })
  const [eu, us] = pick(listBounds, seed.bounds) ?? listBounds[0]
  const own = seed.own === 0 ? { indexes: [index('by_list_eu_day_idx', ['day'])] } : {}
  return [
    top,
    ...chosen(
      seed.parts,
      [partition(top, 'by_list_eu', `FOR VALUES IN (${eu})`, own)],
      [partition(top, 'by_list_us', `FOR VALUES IN (${us})`)],
      [partition(top, 'by_list_rest', 'DEFAULT')],
    ),
  ]
}

function byHash(name: ObjectName, seed: Partitioned, world: World): Table[] {
  const top = root(name, seed, world, { strategy: 'hash', keys: ['id'] })
  const modulus = seed.bounds === 0 ? 2 : 3
  const part = (remainder: number): Table[] => [
    partition(top, `by_hash_${remainder}`, `FOR VALUES WITH (modulus ${modulus}, remainder ${remainder})`),
  ]
  return [top, ...chosen(seed.parts, part(0), part(1), ...(modulus === 3 ? [part(2)] : []))]
}

function inheriting({ inherits, amount, rule, own, indexed }: NonNullable<FamilySeeds['people']>): Table[] {
  const passed = [
    column('id', 'bigint', { nullable: false }),
    column('label', 'text'),
    ...(amount < 5
      ? [column('amount', amount < 3 ? 'integer' : 'bigint', { default: amount === 0 ? '1' : null })]
      : []),
  ]
  const people = table('people', passed, {
    primaryKey: { name: 'people_pkey', columns: ['id'] },
    checks: rule < 3 ? [check(`rule${rule}`, 'id > 0')] : [],
  })
  const extra = own < 5 ? [column('extra', own < 2 ? 'text' : 'integer')] : []
  const indexes = indexed < 3 ? [index('vips_id_idx', ['id'])] : []
  if (inherits === 0) return [people]
  const alone = inherits < 3
  return [
    people,
    table('vips', alone ? [...passed, ...extra] : extra, { inherits: alone ? [] : [people.name], indexes }),
  ]
}
