import type { ObjectName } from './name.ts'

/** A rule that fills existing rows, declared on a table (spec `backfills:`). */
export interface Backfill {
  readonly name: string
  readonly table: ObjectName
  /** Column to SQL expression over the row; the row is known by the table's own name. */
  readonly set: readonly { readonly column: string; readonly expression: string }[]
  /** True for rows that still need work; must be false once `set` has been applied. */
  readonly where: string
  readonly batch: { readonly rows: number /** Milliseconds one batch should take. */; readonly targetMs: number }
}
