import { type Column, usualColumn } from '../../../src/model/column.ts'
import { column } from '../../support/tables.ts'
import type { ColumnSeed, TableSeed } from '../seed.ts'
import { pick } from './choice.ts'
import { columnPhysical } from './physical.ts'
import { has, type World } from './world.ts'

/** What a column may be made of; none: the engine, or this schema, has no such type. */
function typesOf(member: string, world: World): readonly string[] {
  const { engine, enums } = world
  if (engine.name === 'sqlite') return sqliteTypes[member] ?? []
  switch (member) {
    case 'mood':
      return enums.length === 0 ? [] : ['public.temper']
    case 'moods':
      return enums.length === 0 ? [] : ['public.temper[]']
    case 'nick':
      return has(world, 'extension', 'citext') ? ['public.citext', 'text'] : ['text']
    case 'score':
      return has(world, 'domain', 'points') ? ['crm.points', 'crm.points', 'integer'] : ['integer']
    case 'tag':
      return has(world, 'domain', 'slug') ? ['public.slug', 'text'] : ['text']
    case 'spot':
      return has(world, 'composite_type', 'place') ? ['"Big Shop".place'] : []
    case 'spots':
      return has(world, 'composite_type', 'place') ? ['"Big Shop".place[]'] : []
    case 'span':
      return has(world, 'range_type', 'stretch') ? ['public.stretch'] : []
    default:
      return postgresTypes[member] ?? []
  }
}

const postgresTypes: Readonly<Record<string, readonly string[]>> = {
  id: ['bigint'],
  amount: ['integer', 'bigint', 'numeric', 'text'],
  label: ['text', 'character varying(40)', 'character varying(80)'],
  code: ['text'],
  flag: ['boolean'],
  at: ['timestamp with time zone', 'timestamp without time zone'],
  ref: ['bigint'],
  parent: ['text'],
  twice: ['bigint'],
  ticket: ['bigint'],
}

const sqliteTypes: Readonly<Record<string, readonly string[]>> = {
  id: ['integer'],
  amount: ['integer', 'text'],
  label: ['text', 'blob'],
  code: ['text'],
  flag: ['integer'],
  at: ['text'],
  ref: ['integer'],
  parent: ['text'],
  twice: ['integer'],
}

function defaultsOf(member: string, type: string, world: World): readonly string[] {
  switch (member) {
    case 'amount':
      return type === 'text' ? [] : ['0', '7']
    case 'label':
      if (type === 'blob') return []
      return ["''", "'it''s'", ...(has(world, 'function', 'first_label') ? ['public.first_label()'] : [])]
    case 'code':
      return ["'none'"]
    case 'flag':
      return ['true', 'false']
    case 'at':
      return ['CURRENT_TIMESTAMP']
    case 'ref':
      return ['1']
    case 'moods':
      return ["'{sad}'::public.temper[]"]
    case 'score':
      return ['1']
    case 'ticket':
      return has(world, 'sequence', 'tickets')
        ? ["nextval('crm.tickets'::regclass)", "nextval('crm.tickets'::regclass)", '0']
        : ['0']
    default:
      return []
  }
}

/** The columns beside `id`; those of a key take no nulls. */
export function drawnColumns(seeds: TableSeed['columns'], inKey: ReadonlySet<string>, world: World): Column[] {
  return Object.entries(seeds).flatMap(([member, choice]) => {
    const type = choice === null ? undefined : pick(typesOf(member, world), choice.type)
    return choice === null || type === undefined ? [] : [drawnColumn(member, type, choice, inKey, world)]
  })
}

function drawnColumn(
  member: string,
  type: string,
  choice: ColumnSeed,
  inKey: ReadonlySet<string>,
  world: World,
): Column {
  const { engine } = world
  const postgres = engine.name === 'postgres'
  const comment = postgres && choice.comment === 0 ? 'what it is for' : null
  const physical = postgres ? columnPhysical(type, choice.physical) : usualColumn
  if (member === 'twice') {
    const stored = choice.type < 4 || (postgres && engine.major < 18)
    // Virtual columns call nothing that users have written.
    const called = stored && choice.type < 2 && has(world, 'function', 'doubled')
    const expression = called ? 'public.doubled(id)' : postgres ? '(id * 2)' : 'id * 2'
    return column(member, type, {
      comment,
      physical: stored ? physical : usualColumn,
      generated: { expression, stored },
    })
  }
  const folded =
    postgres && type === 'text' && member === 'tag' && choice.default < 3 && has(world, 'collation', 'fold')
  return column(member, type, {
    comment,
    physical,
    default: defaultsOf(member, type, world)[choice.default] ?? null,
    nullable: choice.nullable > 0 && !inKey.has(member),
    collation: folded ? '"public"."fold"' : null,
  })
}
