import type { Change } from '../model/change.ts'
import type { Column } from '../model/column.ts'
import { rowKey } from '../model/row-key.ts'
import { type Schema, tableOf } from '../model/schema.ts'

/** The columns whose values a backfill keeps beside the table, in columns of the same types, with those that tell rows apart. */
export function keptColumns(change: Change, actual: Schema): readonly Column[] {
  if (change.kind !== 'run_backfill') return []
  const { table, set } = change.backfill
  const now = tableOf(actual, table)
  if (now === undefined) return []
  const names = [...set.map(({ column }) => column), ...(rowKey(now) ?? [])]
  return now.columns.filter(({ name }) => names.includes(name))
}
