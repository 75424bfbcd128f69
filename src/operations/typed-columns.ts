import type { Change } from '../model/change.ts'
import type { Column } from '../model/column.ts'
import type { ObjectName } from '../model/name.ts'

export interface TypedColumn {
  readonly table: ObjectName
  /** Null: the column is new. */
  readonly before: Column | null
  readonly after: Column
}

/** Columns that a change brings, or gives another type: in place, by an exchange of columns, or in a rebuilt table. */
export function typedColumns(change: Change): readonly TypedColumn[] {
  switch (change.kind) {
    case 'create_table':
      return change.table.columns.map((after) => ({ table: change.table.name, before: null, after }))
    case 'add_column':
      return [{ table: change.table, before: null, after: change.column }]
    case 'change_type':
      return [change]
    case 'shadow_columns':
      return change.swap.pairs.map((pair) => ({ table: change.table, ...pair }))
    case 'rebuild_table':
      return change.changes.flatMap(typedColumns)
    case 'recreate_objects':
      return change.around.flatMap(typedColumns)
    default:
      return []
  }
}
