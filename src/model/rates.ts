import type { Work } from './statement.ts'
import type { Step } from './step.ts'

/** What takes time in proportion to rows. */
export type RowWork = Exclude<Work, 'catalog'>

/** How fast a target does each kind of work. */
export type Rates = Readonly<Record<RowWork, Rate>>

export interface Rate {
  readonly rowsPerSecond: number
  /** False: nobody has seen this target do it; the number is a careful guess. */
  readonly measured: boolean
}

/** A step that an earlier run on the target brought to its end at the first attempt. */
export interface FinishedStep {
  readonly step: Step
  readonly elapsedMs: number
  /** Of a backfill; null for everything else. */
  readonly rowsDone: number | null
}
