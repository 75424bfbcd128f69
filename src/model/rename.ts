import type { ObjectName } from './name.ts'

/** A rename that is about to be carried out. Column null: the table itself. Names are those after the rename. */
export interface Rename {
  readonly table: ObjectName
  readonly column: string | null
  readonly from: string
  /** Where a table was that moves from another schema. */
  readonly fromSchema?: string
}

/** What a renamed table was called. */
export function tableBefore({ table, from, fromSchema }: Omit<Rename, 'column'>): ObjectName {
  return { schema: fromSchema ?? table.schema, name: from }
}
