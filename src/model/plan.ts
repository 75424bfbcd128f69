import type { Backfill } from './backfill.ts'
import type { Schema, Unmodeled } from './schema.ts'
import type { ObjectRef } from './object-ref.ts'
import type { Step } from './step.ts'

export const planVersion = 1

/** What the operator approves and `apply` executes, to the byte. Holds no secret and no time. */
export interface Plan {
  readonly version: typeof planVersion
  /** Hash of everything else in here but the estimates. */
  readonly id: string
  readonly target: { readonly name: string; readonly dialect: 'postgres' | 'sqlite'; readonly serverVersion: string }
  /** Fingerprints of the schema it was computed from and of the one it leads to. */
  readonly actual: string
  readonly desired: string
  /** In order of execution, phase by phase. */
  readonly steps: readonly Step[]
  /** True when steps of `contract` wait until the new application version is out. */
  readonly gate: boolean
  /** The managed part as found: what a fresh introspection must equal after a rollback. */
  readonly before: Schema
  /** What is recorded once the plan is done, and what a fresh introspection must then equal. */
  readonly schema: Schema
  readonly backfills: readonly Backfill[]
  /** Spec text and the engine's spelling of it, recorded with the schema. */
  readonly spellings: Readonly<Record<string, string>>
  /** Found, not managed, not touched. */
  readonly unmanaged: readonly ObjectRef[]
  readonly unmodeled: readonly Unmodeled[]
}
