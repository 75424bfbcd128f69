import { compareText } from '../lib/compare.ts'
import { remembered } from '../lib/remembered.ts'
import type { Change } from '../model/change.ts'
import { withInner } from '../model/changes-of.ts'
import { isIdentity } from '../model/column.ts'
import { nameKey, type ObjectName, sameName } from '../model/name.ts'
import { usersOf } from '../model/object-list.ts'
import { type ObjectRef, refKey } from '../model/object-ref.ts'
import { attachedTo, usesColumn } from '../model/object-uses.ts'
import { speaksOf } from '../model/object-words.ts'
import type { SchemaObject } from '../model/object.ts'
import type { Schema } from '../model/schema.ts'
import { ownedSequences, type Table } from '../model/table.ts'

/** The names of a table: what hangs on it goes by the new one, texts from before the plan by the old one. */
export function tableNames(table: ObjectName, changes: readonly Change[]): ObjectRef[] {
  const old = oldNames(changes).get(nameKey(table))
  return [table, ...(old === undefined ? [] : [old])].map((name) => ({ kind: 'table', name }))
}

const oldNames = remembered(
  (changes: readonly Change[]) =>
    new Map(
      withInner(changes).flatMap((change) =>
        change.kind === 'rename_table' ? [[nameKey(change.to), change.from] as const] : [],
      ),
    ),
)

/** What is bound to a column of a table, whichever of its names it goes by. */
export function readersOf(tables: readonly ObjectRef[], column: string, { objects }: Schema): SchemaObject[] {
  const found = tables.flatMap((table) => usersOf(table, objects).filter((object) => speaksOf(object, table, column)))
  return [...new Set(found)].filter(isBound).sort((a, b) => compareText(refKey(a), refKey(b)))
}

/** By either of the names that the column has in the plan: texts from before it have the old one. */
export function readersOfEither(
  table: ObjectName,
  column: string,
  changes: readonly Change[],
  actual: Schema,
): readonly SchemaObject[] {
  const tables = tableNames(table, changes)
  const old = withInner(changes).flatMap((change) =>
    change.kind === 'rename_column' && sameName(change.table, table) && change.to === column ? [change.from] : [],
  )
  return [...new Set([column, ...old].flatMap((name) => readersOf(tables, name, actual)))]
}

/** True when it reads that column, whichever of its names the table goes by. */
export function reads(object: SchemaObject, tables: readonly ObjectRef[], column: string): boolean {
  return tables.some((table) => usesColumn(object, table, column))
}

/** An identity counts on in a new sequence where its column becomes another one. */
export function onCounters({ name, columns }: Pick<Table, 'name' | 'columns'>, { objects }: Schema): SchemaObject[] {
  const counters = ownedSequences({ name, columns: columns.filter(isIdentity) })
  return counters.flatMap((sequence) => attachedTo(sequence, objects))
}

/** What the server binds to columns, and spells anew when those are renamed. */
export function isBound(object: SchemaObject): boolean {
  if (object.kind === 'function' || object.kind === 'procedure') return object.body.kind === 'sql'
  return bound.has(object.kind)
}

const bound: ReadonlySet<SchemaObject['kind']> = new Set([
  'view',
  'materialized_view',
  'policy',
  'statistics',
  'trigger',
])
