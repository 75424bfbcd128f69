import type { ObjectName } from './name.ts'

/** A rename that is about to be carried out. Column null: the table itself. Names are those after the rename. */
export interface Rename {
  readonly table: ObjectName
  readonly column: string | null
  readonly from: string
  /** Where a table was that moves from another schema. */
  readonly fromSchema?: string
  /** What the specs say: behind a view that goes by the old name, or at once. */
  readonly online?: boolean
}

/** What a renamed table was called. */
export function tableBefore({ table, from, fromSchema }: Omit<Rename, 'column'>): ObjectName {
  return { schema: fromSchema ?? table.schema, name: from }
}

export interface ColumnRename {
  readonly from: string
  readonly to: string
}

/** All renames of one table that a view covers. */
export interface Shimmed {
  readonly table: ObjectName
  /** What the table was called. */
  readonly from: ObjectName
  readonly columns: readonly ColumnRename[]
}

export interface RenameManner {
  /** What the specs say; where they say nothing, the dialect decides. */
  readonly online?: boolean
  /** Why it is not online, where it should be. */
  readonly notOnline?: string
}
