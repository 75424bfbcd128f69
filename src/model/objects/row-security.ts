import type { ObjectHead } from '../object-ref.ts'

/** Of a table on which row-level security is enabled, or forced, or both; its name is the table's. */
export interface RowSecurity extends ObjectHead<'row_security'> {
  readonly enabled: boolean
  /** For the owner of the table too. */
  readonly forced: boolean
}
