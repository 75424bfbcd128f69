import { indexedColumns } from '../../../model/table-index.ts'
import { bug } from '../../../lib/errors.ts'
import { type Column, isIdentity } from '../../../model/column.ts'
import { type ObjectName, sameName } from '../../../model/name.ts'
import type { SchemaObject } from '../../../model/object.ts'
import type { Work } from '../../../model/statement.ts'
import type { Table } from '../../../model/table.ts'
import type { Words } from '../../words.ts'
import { conversion, explicitCast } from './conversion.ts'
import { columnDefinition, inheritance, notNullOf } from './definitions.ts'
import { hasRules, storedAs } from './domain-types.ts'
import { collate, qualify, quote } from './quote.ts'
import { identityClause } from './sequences.ts'
import { alterTable, lock } from './statement.ts'

type ColumnWords = Pick<
  Words,
  | 'addColumn'
  | 'dropColumn'
  | 'discardColumn'
  | 'renameColumn'
  | 'setType'
  | 'setDefault'
  | 'setNotNull'
  | 'dropNotNull'
  | 'setIdentity'
  | 'dropIdentity'
  | 'setGenerated'
  | 'addNotNullUnproven'
  | 'setNotNullInherit'
>

export const columns: ColumnWords = {
  addColumn: (table, column, objects = []) =>
    alterTable(table, `add column ${columnDefinition(table, column)}`, { work: workOfAdding(column, objects) }),

  dropColumn: (table, column) => alterTable(table, `drop column ${quote(column)}`),

  discardColumn: (table, column) => alterTable(table, `drop column if exists ${quote(column)}`),

  renameColumn: (table, from, to) => alterTable(table, `rename column ${quote(from)} to ${quote(to)}`),

  /** 1B: USING only where the server has no assignment cast, because an explicit narrowing cast truncates silently. */
  setType(table, before, after, objects, referring) {
    const column = quote(after.name)
    const { automatic } = conversion(before.type, after.type)
    const change = `alter column ${column} type ${after.type}${collate(after.collation)}`
    const cost = { work: workOfConverting(table, before, after, objects) }
    const locks = lock('access_exclusive', table.name, ...partners(table, after.name, referring))
    if (automatic) return { ...alterTable(table.name, change, cost), locks }
    // A default has no cast either: it goes, and comes back in the new type.
    const clauses = [
      ...(before.default === null ? [] : [`alter column ${column} drop default`]),
      `${change} using ${explicitCast(column, before.type, after.type)}`,
      ...(before.default === null || after.default === null
        ? []
        : [`alter column ${column} set default ${after.default}`]),
    ]
    return { ...alterTable(table.name, clauses, cost), locks }
  },

  setDefault: (table, column, expression) =>
    alterTable(
      table,
      `alter column ${quote(column)} ${expression === null ? 'drop default' : `set default ${expression}`}`,
    ),

  /** R4: reads the whole table unless a validated CHECK proves it. */
  setNotNull: (table, column, proven) =>
    alterTable(
      table,
      column.notNull === undefined
        ? `alter column ${quote(column.name)} set not null`
        : `add ${notNullOf(column)} ${quote(column.name)}${inheritance(column)}`,
      { work: proven ? 'catalog' : 'scan' },
    ),

  dropNotNull: (table, column) => alterTable(table, `alter column ${quote(column)} drop not null`),

  /** Needs NOT NULL and no default (hazards.md 1A). */
  setIdentity(table, before, after) {
    const column = `alter column ${quote(after.name)}`
    const kind = after.identity === 'always' ? 'always' : 'by default'
    return alterTable(
      table,
      isIdentity(before) ? `${column} set generated ${kind}` : `${column} add ${identityClause(table, after)}`,
    )
  },

  dropIdentity: (table, column) => alterTable(table, `alter column ${quote(column)} drop identity`),

  /** R22: a stored column may become plain, and from 17 on the expression may be changed; nothing else has syntax. */
  setGenerated(table, before, after) {
    const column = quote(after.name)
    if (before.generated?.stored === true && after.generated === null) {
      return alterTable(table, `alter column ${column} drop expression`)
    }
    if (before.generated !== null && before.generated.stored === after.generated?.stored) {
      return alterTable(table, `alter column ${column} set expression as (${after.generated.expression})`, {
        work: after.generated.stored ? 'rewrite' : 'catalog',
      })
    }
    throw bug(`column ${after.name} cannot be made ${after.generated === null ? 'plain' : 'generated'} in place`)
  },

  addNotNullUnproven: (table, column, constraint) =>
    alterTable(
      table,
      `add constraint ${quote(constraint)} not null ${quote(column.name)}${inheritance(column)} not valid`,
    ),

  /** Heirs become required with it. */
  setNotNullInherit: (table, constraint, inherit) =>
    alterTable(table, `alter constraint ${quote(constraint)} ${inherit ? 'inherit' : 'no inherit'}`, {
      work: inherit ? 'scan' : 'catalog',
    }),
}

/** 1A: a constant or stable default is stored once; everything that differs by row rewrites the table. */
function workOfAdding(column: Column, objects: readonly SchemaObject[]): Work {
  if (column.identity !== null || column.generated?.stored === true || hasRules(column.type, objects)) return 'rewrite'
  if (column.generated !== null) return column.nullable ? 'catalog' : 'scan'
  return column.default !== null && mayBeVolatile(column.default) ? 'rewrite' : 'catalog'
}

/** Calls of these, and length limits in casts, are no sign of volatility. Any other call may be volatile. */
const stableCalls: ReadonlySet<string> = new Set(
  `now transaction_timestamp statement_timestamp current_timestamp localtimestamp current_time localtime varying
   character char varchar bpchar numeric decimal bit timestamp timestamptz time timetz interval lower upper trim btrim
   coalesce nullif concat array cast abs round date_trunc make_date make_interval jsonb_build_object jsonb_build_array
   json_build_object json_build_array to_jsonb current_setting`.split(/\s+/),
)

function mayBeVolatile(expression: string): boolean {
  const withoutStrings = expression.replaceAll(/'(?:[^']|'')*'/g, "''")
  return [...withoutStrings.matchAll(/([\w".]+)\s*\(/g)].some(([, name = '']) => {
    return !stableCalls.has(name.toLowerCase().replace(/^pg_catalog\./, ''))
  })
}

/** 1B: indexes that only depend on the heap's bits stay; expression and partial ones on the column are built again. */
function workOfConverting(table: Table, before: Column, after: Column, objects: readonly SchemaObject[]): Work {
  const { work } = conversion(storedAs(before.type, objects), storedAs(after.type, objects))
  if (work === 'rewrite' || (before.type !== after.type && hasRules(after.type, objects))) return 'rewrite'
  const mentions = (text: string | null): boolean => text !== null && mentionsColumn(text, after.name)
  const indexes = [...table.indexes, ...table.exclusions.map((one) => ({ keys: one.elements, where: one.where }))]
  const plainlyIndexed = [
    ...(table.primaryKey === null ? [] : [table.primaryKey.columns]),
    ...table.uniques.map(({ columns: names }) => names),
    ...indexes.map(indexedColumns),
  ].some((names) => names.includes(after.name))
  const spelled = indexes.some(
    ({ keys, where }) => mentions(where) || keys.some(({ on }) => 'expression' in on && mentions(on.expression)),
  )
  // An index of a table with partitions is made anew with all its parts, whatever the type.
  const isKept = work !== 'index_build' && before.collation === after.collation && table.partitionBy === null
  if (spelled || (plainlyIndexed && !isKept)) return 'index_build'
  return table.checks.some(({ expression }) => mentions(expression)) ? 'scan' : 'catalog'
}

/** True when the text might name the column; a false alarm only makes the estimate more careful. */
function mentionsColumn(text: string, column: string): boolean {
  const quoted = quote(column)
  return quoted.startsWith('"') ? text.includes(quoted) : new RegExp(`\\b${column}\\b`).test(text)
}

/** Changing the type of a foreign key's column, on either side, locks the table on the other side as well (1B). */
function partners({ name: own, foreignKeys }: Table, column: string, referring: readonly ObjectName[]): ObjectName[] {
  const referenced = foreignKeys.filter(({ columns: names }) => names.includes(column))
  const others = [...referenced.map(({ references }) => references.table), ...referring]
  return [...new Map(others.filter((name) => !sameName(name, own)).map((name) => [qualify(name), name])).values()]
}
