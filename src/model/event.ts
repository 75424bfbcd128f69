import type { Obstacle } from './obstacle.ts'
import type { Phase } from './step.ts'
import type { RunStatus } from './run.ts'
import type { RunTime } from './run-time.ts'

/** What happens while a run goes on: one stream feeds the terminal, the plain log and NDJSON alike. */
export type RunEvent =
  | {
      readonly type: 'run_started'
      readonly run: string
      readonly plan: string
      readonly target: string
      readonly direction: Direction
      readonly steps: readonly EventStep[] /** Ids of steps already done by an earlier process. */
      readonly done: readonly string[]
    }
  | { readonly type: 'phase_started'; readonly phase: Phase }
  | { readonly type: 'step_started'; readonly step: string; readonly attempt: number }
  | { readonly type: 'step_progress'; readonly step: string; readonly progress: Progress }
  | {
      readonly type: 'step_waiting'
      readonly step: string
      readonly attempt: number
      readonly reason: string
      readonly blockers: readonly Blocker[]
      /** Milliseconds until the next try; null: the statement waits on, and lets others through meanwhile. */
      readonly retryInMs: number | null
    }
  /** Told to, the run has ended a session that stood in the way of the step, or could not. */
  | ({ readonly type: 'blocker_ended'; readonly step: string } & EndedBlocker)
  | ({
      readonly type: 'step_done'
      readonly step: string
      readonly elapsedMs: number
      /** What the plan said it would take; null on the way back, for which it says nothing. */
      readonly estimateMs: number | null
      readonly note: string | null
    } & LockTime)
  | { readonly type: 'step_failed'; readonly step: string; readonly failure: Failure }
  | { readonly type: 'gate_reached'; readonly remaining: number }
  | { readonly type: 'interrupt_requested'; readonly safePoint: string }
  /** Found before the first step; the run goes on. */
  | { readonly type: 'obstacle'; readonly obstacle: Obstacle }
  | { readonly type: 'notice'; readonly message: string }
  | {
      readonly type: 'run_finished'
      readonly run: string
      readonly status: RunStatus
      readonly elapsedMs: number
      /** Of all the steps that are done, those of earlier processes included; left out on the way back, and before any is. */
      readonly time?: RunTime
    }

export type Direction = 'apply' | 'rollback'

export interface LockTime {
  /** How long others may have waited for the step's locks at most, waiting for them included; null: nobody had to. */
  readonly lockMs: number | null
  /** What the plan said of that; null on the way back. */
  readonly lockEstimateMs: number | null
}

export interface EventStep {
  readonly id: string
  readonly phase: Phase
  readonly title: string
  readonly estimateMs: number
}

export interface Progress {
  readonly done: number
  /** An estimate from statistics when `estimated`; null when nothing is known. */
  readonly total: number | null
  readonly estimated: boolean
  readonly rowsPerSecond: number
  readonly batchRows: number
  readonly batchMs: number
  readonly cursor: readonly string[]
}

/** A session that stands in the way. */
export interface Blocker {
  readonly pid: number
  readonly user: string
  readonly application: string
  readonly state: string
  readonly ageSeconds: number
  readonly query: string
}

export interface EndedBlocker {
  readonly blocker: Blocker
  readonly ended: boolean
  /** Which right is missing; null when it was ended. */
  readonly reason: string | null
}

export interface Failure {
  readonly message: string
  readonly sqlState: string | null
  readonly statement: string | null
  /** Up to 20 offending rows, one line each. */
  readonly offenders: readonly string[]
  readonly hint: string
  /** What the engine's code means, and what was looked up; absent from failures that say it all themselves. */
  readonly explained?: Explained
}

/** An error code in the words of the guide (hazards.md §6). */
export interface Explained {
  /** What the engine calls it: `lock_not_available`. */
  readonly name: string
  readonly causes: readonly string[]
  /** What was found when it happened: who is in the way, what has the name, one line each. */
  readonly found: readonly string[]
  readonly choices: readonly string[]
}
