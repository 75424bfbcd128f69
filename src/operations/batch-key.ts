import { rowKey } from '../model/row-key.ts'
import type { KeyColumn } from '../model/step.ts'
import { columnOf, type Table } from '../model/table.ts'

/** The columns batches advance along; none: then they advance by row position. */
export function keyOf(table: Table): KeyColumn[] {
  return (rowKey(table) ?? []).flatMap((name) => {
    const column = columnOf(table, name)
    return column === undefined ? [] : [{ column: name, type: column.type }]
  })
}
