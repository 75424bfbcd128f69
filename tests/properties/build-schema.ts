import { compareText } from '../../src/lib/compare.ts'
import { type Column, usualColumn } from '../../src/model/column.ts'
import type { Check, ForeignKey, ReferentialAction, Unique } from '../../src/model/constraint.ts'
import type { ObjectName } from '../../src/model/name.ts'
import type { EnumType, Schema } from '../../src/model/schema.ts'
import { type Table, usualTable } from '../../src/model/table.ts'
import type { TableIndex } from '../../src/model/table-index.ts'
import { columnPhysical, ownedSequence, tablePhysical } from './build-physical.ts'
import { check, column, schema as schemaOf, table as tableOf, unique } from '../support/schemas.ts'
import {
  checkExtras,
  exclusionsOf,
  foreignKeyExtras,
  indexExtras,
  primaryKeyExtras,
  uniqueExtras,
} from './rule-extras.ts'
import type { SchemaSeed, TableSeed } from './seed.ts'

export type Engine = 'postgres' | 'sqlite'

/** Builds the schema that a seed stands for. What an engine has no form for is left out, so every seed is valid on both. */
export function buildSchema(seed: SchemaSeed, engine: Engine): Schema {
  const names = Object.entries(seed.tables).flatMap(([name, table]) => (table === null ? [] : [{ name, table }]))
  const plain = names.map(({ name, table }) =>
    buildTable({ schema: engine === 'postgres' ? 'public' : 'main', name }, table, seed, engine),
  )
  const tables = plain.map((table, position) => ({
    ...table,
    foreignKeys: foreignKeysOf(table, names[position]?.table.foreignKeys ?? [], plain, engine),
  }))
  return schemaOf(tables, enumsOf(seed, engine))
}

const moods = ['sad', 'fine', "it's ok", 'happy'] as const

function enumsOf({ enums }: SchemaSeed, engine: Engine): EnumType[] {
  if (enums === null || engine === 'sqlite') return []
  const labels = moods.slice(0, 2 + (enums % 3))
  return [{ name: { schema: 'public', name: 'mood' }, labels, comment: enums % 2 === 0 ? null : 'how they feel' }]
}

const typesOf: Readonly<Record<Engine, Readonly<Record<string, readonly string[]>>>> = {
  postgres: {
    id: ['bigint'],
    amount: ['integer', 'bigint', 'numeric', 'text'],
    label: ['text', 'character varying(40)', 'character varying(80)'],
    code: ['text'],
    flag: ['boolean'],
    at: ['timestamp with time zone', 'timestamp without time zone'],
    ref: ['bigint'],
    parent: ['text'],
    mood: ['public.mood'],
    twice: ['bigint'],
  },
  sqlite: {
    id: ['integer'],
    amount: ['integer', 'text'],
    label: ['text', 'blob'],
    code: ['text'],
    flag: ['integer'],
    at: ['text'],
    ref: ['integer'],
    parent: ['text'],
    twice: ['integer'],
  },
}

const defaultsOf: Readonly<Record<string, readonly string[]>> = {
  amount: ['0', '7'],
  label: ["''", "'it''s'"],
  code: ["'none'"],
  flag: ['true', 'false'],
  at: ['CURRENT_TIMESTAMP'],
  ref: ['1'],
}

function buildTable(name: ObjectName, seed: TableSeed, whole: SchemaSeed, engine: Engine): Table {
  const primaryKey =
    seed.key < 6
      ? {
          name: `${name.name}_pkey`,
          columns: seed.key === 5 && seed.columns['code'] !== null ? ['id', 'code'] : ['id'],
          ...(engine === 'postgres' ? primaryKeyExtras(seed.key, seed.columns['flag'] !== null) : {}),
        }
      : null
  const inKey = new Set(primaryKey?.columns ?? [])
  const alone = primaryKey?.columns.length === 1
  const identity =
    seed.identity < 3
      ? engine === 'sqlite'
        ? alone
          ? 'by_default'
          : null
        : ((['always', 'by_default', 'serial'] as const)[seed.identity] ?? null)
      : null
  const columns = [
    column('id', typesOf[engine]['id']?.[0] ?? '', {
      nullable: false,
      identity,
      sequence: engine === 'postgres' && identity !== null ? ownedSequence(name, seed) : null,
    }),
    ...Object.entries(seed.columns).flatMap(([member, choice]): Column[] => {
      const types = typesOf[engine][member]
      if (choice === null || types === undefined || (member === 'mood' && whole.enums === null)) return []
      const comment = engine === 'postgres' && choice.comment === 0 ? 'what it is for' : null
      const type = types[choice.type % types.length] ?? ''
      const physical = engine === 'postgres' ? columnPhysical(type, choice.physical) : usualColumn
      if (member === 'twice')
        return [
          column(member, type, {
            comment,
            physical: choice.type < 4 ? physical : usualColumn,
            generated: { expression: 'id * 2', stored: choice.type < 4 },
          }),
        ]
      const defaults = defaultsOf[member] ?? []
      const fallback =
        choice.default < defaults.length && fits(type, defaults[choice.default] ?? '')
          ? (defaults[choice.default] ?? null)
          : null
      return [
        column(member, type, {
          comment,
          physical,
          default: fallback,
          nullable: choice.nullable > 0 && !inKey.has(member),
        }),
      ]
    }),
  ]
  const withoutRowid = engine === 'sqlite' && primaryKey !== null && identity === null && seed.storage === 1
  const bare = tableOf(name, columns, {
    primaryKey,
    strict: engine === 'sqlite' && seed.storage === 0,
    withoutRowid,
    comment: engine === 'postgres' && seed.comment === 0 ? 'who they are' : null,
  })
  const ruled = {
    ...bare,
    uniques: uniquesOf(bare, seed, engine),
    checks: checksOf(bare, seed, engine),
    exclusions: engine === 'postgres' ? exclusionsOf(bare, seed.storage) : [],
    indexes: indexesOf(bare, seed, engine),
  }
  return { ...ruled, physical: engine === 'postgres' ? tablePhysical(ruled, seed) : usualTable }
}

/** `0` is no text and `true` no number. */
function fits(type: string, value: string): boolean {
  return !(type === 'text' && /^\d+$/.test(value)) && !(type === 'blob')
}

function has({ columns }: Table, ...names: string[]): boolean {
  return names.every((name) => columns.some((one) => one.name === name && (one.generated?.stored ?? true)))
}

/** The part of the columns that rules may be made of, and the one a number chooses. */
function chosen(table: Table, number: number, among: readonly string[]): string | undefined {
  const present = among.filter((name) => has(table, name))
  return present[number % Math.max(1, present.length)]
}

function distinct<T extends { readonly name: string }>(members: readonly T[]): T[] {
  return [...new Map(members.map((member) => [member.name, member])).values()].sort((a, b) =>
    compareText(a.name, b.name),
  )
}

function uniquesOf(table: Table, seed: TableSeed, engine: Engine): Unique[] {
  return distinct(
    seed.uniques.flatMap(({ column: first, second, nullsNotDistinct }) => {
      const one = chosen(table, first, ['code', 'amount', 'ref'])
      const two = second < 3 ? chosen(table, second, ['flag', 'label']) : undefined
      if (one === undefined) return []
      const columns = two === undefined ? [one] : [one, two]
      const rest = {
        nullsNotDistinct: engine === 'postgres' && nullsNotDistinct === 0,
        ...(engine === 'postgres' ? uniqueExtras(second, nullsNotDistinct, columns, table) : {}),
      }
      return [unique(`${table.name.name}_${columns.join('_')}_key`, columns, rest)]
    }),
  )
}

function checksOf(table: Table, seed: TableSeed, engine: Engine): Check[] {
  const forms: Readonly<Record<string, readonly string[]>> = {
    amount: ['amount IS NOT NULL OR id > 0', 'id > 0 OR amount IS NULL'],
    label: ["label <> 'never'", 'length(label) < 1000'],
    ref: ['ref > 0', 'ref >= 0 AND ref < 1000000'],
    id: ['id > 0', 'id >= 1'],
  }
  return distinct(
    seed.checks.flatMap(({ column: number, form }) => {
      const name = chosen(table, number, ['id', 'amount', 'label', 'ref'])
      const texts = name === undefined ? [] : (forms[name] ?? [])
      const blob = name === 'label' && table.columns.some((one) => one.name === 'label' && one.type === 'blob')
      return name === undefined || blob
        ? []
        : [
            check(
              `${name}_rule${form % 3}`,
              texts[form % texts.length] ?? '',
              engine === 'postgres' ? checkExtras(form) : {},
            ),
          ]
    }),
  )
}

function indexesOf(table: Table, seed: TableSeed, engine: Engine): TableIndex[] {
  return distinct(
    seed.indexes.flatMap(({ column: first, second, form, order, comment }): TableIndex[] => {
      const one = chosen(table, first, ['id', 'amount', 'label', 'ref', 'twice', 'at'])
      const two = chosen(table, second, ['flag', 'code', 'ref'])
      if (one === undefined) return []
      const descending = order === 0
      const nulls = (engine === 'sqlite') !== descending ? 'first' : 'last'
      const plain = {
        order: descending ? ('desc' as const) : ('asc' as const),
        nulls: nulls as 'first' | 'last',
        collation: null,
        opclass: null,
      }
      const keys = [
        { on: { column: one }, ...plain },
        ...(two !== undefined && two !== one && second < 4 ? [{ on: { column: two }, ...plain }] : []),
        ...(form === 3 && has(table, 'label') && !isBlob(table)
          ? [{ on: { expression: 'lower(label)' }, ...plain }]
          : []),
      ]
      return [
        {
          name: `${table.name.name}_${one}_idx${second % 2}`,
          unique: form === 1,
          method: 'btree',
          keys,
          include:
            engine === 'postgres' && form === 2 && has(table, 'code') && one !== 'code' && two !== 'code'
              ? ['code']
              : [],
          where: form === 4 ? `${one} IS NOT NULL` : null,
          nullsNotDistinct: false,
          comment: engine === 'postgres' && comment === 0 ? 'for the report' : null,
          valid: true,
          ...(engine === 'postgres' ? indexExtras(order) : {}),
        },
      ]
    }),
  )
}

function isBlob({ columns }: Table): boolean {
  return columns.some(({ name, type }) => name === 'label' && type === 'blob')
}

const actions: readonly ReferentialAction[] = ['no_action', 'restrict', 'cascade', 'set_null']

/** `ref` points to an id that is a key, `parent` to a code that is one. */
function foreignKeysOf(
  table: Table,
  seeds: TableSeed['foreignKeys'],
  all: readonly Table[],
  engine: Engine,
): ForeignKey[] {
  return distinct(
    seeds.flatMap(({ column: number, target, action, deferrable }): ForeignKey[] => {
      const own = chosen(table, number, ['ref', 'parent'])
      const other = all[target % all.length]
      const theirs = own === 'ref' ? 'id' : 'code'
      if (own === undefined || other === undefined || !isKey(other, theirs)) return []
      const required = table.columns.some(({ name, nullable }) => name === own && !nullable)
      const chosenAction = actions[action % actions.length] ?? 'no_action'
      return [
        {
          name: `${table.name.name}_${own}_fkey`,
          columns: [own],
          references: { table: other.name, columns: [theirs] },
          onDelete: required && chosenAction === 'set_null' ? 'no_action' : chosenAction,
          onUpdate: 'no_action',
          deferrable:
            deferrable === 0
              ? 'initially_deferred'
              : deferrable === 1 && engine === 'postgres'
                ? 'initially_immediate'
                : 'no',
          validated: true,
          ...(engine === 'postgres' ? foreignKeyExtras(action) : {}),
        },
      ]
    }),
  )
}

function isKey({ primaryKey, uniques }: Table, name: string): boolean {
  return [primaryKey, ...uniques].some(
    (key) => key?.columns.length === 1 && key.columns[0] === name && (key.deferrable ?? 'no') === 'no',
  )
}
