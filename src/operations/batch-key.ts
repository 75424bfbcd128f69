import type { KeyColumn } from '../model/step.ts'
import { columnOf, type Table } from '../model/table.ts'

/**
 * The columns batches advance along: the primary key, else a unique key without NULLs (hazards.md 4A), else none:
 * then they advance by row position.
 */
export function keyOf(table: Table): KeyColumn[] {
  const candidates = [
    ...(table.primaryKey === null ? [] : [table.primaryKey.columns]),
    ...table.uniques.filter(({ deferrable }) => deferrable === 'no').map(({ columns }) => columns),
  ]
  for (const columns of candidates) {
    const key = columns.map((name) => columnOf(table, name))
    if (key.every((column) => column !== undefined && !column.nullable)) {
      return key.flatMap((column) => (column === undefined ? [] : [{ column: column.name, type: column.type }]))
    }
  }
  return []
}
