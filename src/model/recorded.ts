import type { Backfill } from './backfill.ts'
import type { Schema } from './schema.ts'

/** What the last completed run left in the journal. */
export interface Recorded {
  /** The managed part of the schema as introspected right after that run. */
  readonly schema: Schema
  /** Backfills that have run to the end, and need not run again while their definition is the same. */
  readonly backfills: readonly Backfill[]
  /** Spec text and the engine's own spelling of it, for what cannot be spelled on a temporary table (DESIGN.md §6). */
  readonly spellings: Readonly<Record<string, string>>
}
