import type { Mirror } from './mirror.ts'
import type { ObjectName } from './name.ts'

/** A rule that fills existing rows, declared on a table (spec `backfills:`). */
export interface Backfill {
  readonly name: string
  readonly table: ObjectName
  /** Column to SQL expression over the row; the row is known by the table's own name. */
  readonly set: readonly { readonly column: string; readonly expression: string }[]
  /** True for rows that still need work; must be false once `set` has been applied. */
  readonly where: string
  /** The other table, which has the columns that are set, instead of this one: `where` is true for rows that it does not have. */
  readonly into?: Mirror
  readonly batch: { readonly rows: number /** Milliseconds one batch should take. */; readonly targetMs: number }
}

/** A backfill as part of a plan. */
export type BackfillChange =
  | { readonly kind: 'run_backfill'; readonly backfill: Backfill }
  /** The rule of a backfill for rows that old versions write meanwhile. */
  | { readonly kind: 'start_filling'; readonly table: ObjectName; readonly backfill: Backfill }
  | {
      readonly kind: 'stop_filling'
      readonly table: ObjectName
      readonly backfill: Backfill
      /** Columns that old versions know, and from here on may not leave out. */
      readonly required: readonly string[]
      /** Constraints that what old versions write may break from here on. */
      readonly rules: readonly string[]
    }
