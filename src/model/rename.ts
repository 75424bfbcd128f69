import type { ObjectName } from './name.ts'

/** A rename that is about to be carried out. Column null: the table itself. Names are those after the rename. */
export interface Rename {
  readonly table: ObjectName
  readonly column: string | null
  readonly from: string
}
