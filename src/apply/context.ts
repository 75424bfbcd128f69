import type { Dialect } from '../dialects/dialect.ts'
import type { Session } from '../dialects/session.ts'
import type { ErrorCode } from '../lib/errors.ts'
import type { Failure, RunEvent } from '../model/event.ts'
import type { Recorded } from '../model/recorded.ts'
import type { Run, RunStatus } from '../model/run.ts'
import type { Phase } from '../model/step.ts'
import type { UseCounters } from '../model/usage.ts'
import type { Interrupt } from './interrupt.ts'

/** Everything that a run needs from outside. */
export interface RunContext {
  readonly dialect: Dialect
  /** A new connection to the target. A run uses up to three: one works, one holds the mutex, one observes locks. */
  readonly connect: () => Promise<Session>
  readonly clock: () => Date
  /** Milliseconds; over at once when the signal is given. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>
  /** From 0 up to 1, for jitter. */
  readonly random: () => number
  readonly emit: (event: RunEvent) => void
  /** Who and where, for people: `user@host pid 123`. */
  readonly owner: string
  readonly interrupt: Interrupt
  /** Longest time a lock that blocks others may be waited for and held, milliseconds. */
  readonly lockBudgetMs: number
  /** Hazard ids, and `irreversible` for rolling back over steps that have no way back. */
  readonly allow: readonly string[]
  readonly patience?: Patience
  /** Told to: who stands in the way when patience ends has its session ended, once. */
  readonly terminateBlockers?: boolean
}

/** How long a step keeps trying to get its locks. */
export interface Patience {
  readonly tries: number
  /** Milliseconds from the first try on. */
  readonly windowMs: number
}

/** What the database looks like after the last step, compared by the caller with what it should look like. */
export interface Settled {
  /** To be recorded; null: nothing is recorded any more. */
  readonly recorded: Recorded | null
  /** One line per difference that is left; empty when converged. */
  readonly residue: readonly string[]
}

export interface RunOptions {
  /** `manual`: a plan with a gate pauses before its first `contract` step. */
  readonly gate: 'none' | 'manual'
  /** The last phase to run; the run is then paused. */
  readonly through?: Phase
  /** Asked when the gate opens, after all steps before it: what has been used until then does not matter. */
  readonly countUse?: (session: Session, run: Run) => Promise<UseCounters>
  /** Asked on the run's own session, outside of any transaction, once every step is done. */
  readonly settle: (session: Session, run: Run) => Promise<Settled>
}

export interface ApplyOptions extends RunOptions {
  /** Asked under the mutex, before anything is written. Throws `stale_plan` when the database is not what the plan was made for. */
  readonly verifyFresh: (session: Session) => Promise<void>
}

export interface ContinueOptions extends RunOptions {
  /** Asked under the mutex of a run that waits at the gate, before anything is written. Throws `refused`. */
  readonly verifyGate: (session: Session, run: Run) => Promise<void>
}

export interface RollbackOptions {
  /** Compares with the schema before the run. */
  readonly settle: (session: Session, run: Run) => Promise<Settled>
}

/** How a run ended. What prevents a run from starting at all is thrown instead. */
export interface RunOutcome {
  readonly run: Run
  /** `interrupted`: stopped at a safe point; the run is still `running` (or `rolling_back`) in the journal, to be resumed. */
  readonly status: RunStatus | 'interrupted'
  readonly failure: RunFailure | null
}

export interface RunFailure extends Failure {
  /** `refused` for a precheck, `not_converged` after the last step, `unreachable` for a connection that is gone for good. */
  readonly code: ErrorCode
  /** Null when it is no step's fault. */
  readonly step: string | null
}
