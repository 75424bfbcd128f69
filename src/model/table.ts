import type { Column } from './column.ts'
import type { Check, ForeignKey, PrimaryKey, Unique } from './constraint.ts'
import type { ObjectName } from './name.ts'
import type { TableIndex } from './table-index.ts'

export interface Table {
  readonly name: ObjectName
  readonly comment: string | null
  /** In the order of the table. Order is kept on creation and never compared: engines cannot change it online. */
  readonly columns: readonly Column[]
  readonly primaryKey: PrimaryKey | null
  /** The rest sorted by name. */
  readonly uniques: readonly Unique[]
  readonly checks: readonly Check[]
  readonly foreignKeys: readonly ForeignKey[]
  readonly indexes: readonly TableIndex[]
  /** SQLite only; both false on PostgreSQL. */
  readonly strict: boolean
  readonly withoutRowid: boolean
}

export function columnOf(table: Table, name: string): Column | undefined {
  return table.columns.find((column) => column.name === name)
}
