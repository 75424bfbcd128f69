import type { ObjectName } from './name.ts'
import type { Lock } from './statement.ts'
import type { Probe } from './step.ts'

/** What a run takes from the database, known from its plan before the first statement. */
export interface Reach {
  /** What it takes, or waits for others to give up without taking it; each once. */
  readonly locks: readonly Lock[]
  /** Some statement waits for every older snapshot of the database: CREATE INDEX CONCURRENTLY and its like. */
  readonly awaitsSnapshots: boolean
  /** Tables whose rows are written anew, once for each time that this happens. */
  readonly rewritten: readonly ObjectName[]
  /** Tables whose rows go into another file at once: to older snapshots they are empty afterwards (manual §13.6). */
  readonly replaced: readonly ObjectName[]
  /** Tables that nobody can read for longer than `toleranceMs`, by the estimate of the plan. */
  readonly shut: readonly ObjectName[]
  /** Tables that get an index, once for each. */
  readonly indexed: readonly ObjectName[]
  /** What the run itself brings to an end when an earlier attempt has left it half done. */
  readonly settles: readonly Probe[]
  /** The run is about to begin, so that its locks may be tried; otherwise it is only planned. */
  readonly begins: boolean
  /** A transaction younger than this is no news: the lock budget, milliseconds. */
  readonly toleranceMs: number
}
