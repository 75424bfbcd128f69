import type { Plan } from './plan.ts'
import type { Quarantine, Phase, Step } from './step.ts'

export type RunStatus =
  | 'running'
  /** Stopped at the gate, waiting for `continue`. */
  | 'paused'
  | 'failed'
  | 'done'
  | 'rolling_back'
  | 'rolled_back'

/** Legal moves; the journal refuses any other. */
export const runTransitions: Readonly<Record<RunStatus, readonly RunStatus[]>> = {
  running: ['paused', 'failed', 'done', 'rolling_back'],
  paused: ['running', 'rolling_back'],
  failed: ['running', 'rolling_back'],
  done: ['rolling_back'],
  rolling_back: ['rolling_back', 'rolled_back', 'failed'],
  rolled_back: [],
}

export type StepStatus = 'pending' | 'running' | 'done' | 'failed' | 'undoing' | 'undone'

/** One execution of a plan. */
export interface Run {
  readonly id: string
  readonly plan: Plan
  readonly status: RunStatus
  /** ISO 8601, UTC. */
  readonly startedAt: string
  readonly finishedAt: string | null
  /** Who and where, for people: `user@host pid 123`. */
  readonly owner: string
  readonly steps: readonly StepRecord[]
}

/** What a run has not done yet, in the order of the plan. */
export function stepsLeft({ plan, steps }: Run): readonly Step[] {
  const done = new Set(steps.filter(({ status }) => status === 'done').map(({ id }) => id))
  return plan.steps.filter(({ id }) => !done.has(id))
}

export interface StepRecord {
  readonly id: string
  readonly phase: Phase
  readonly status: StepStatus
  readonly attempts: number
  readonly startedAt: string | null
  readonly finishedAt: string | null
  readonly error: StepError | null
}

export interface StepError {
  readonly message: string
  readonly sqlState: string | null
  /** Rows in the way, what was found, what can be done: one line each. */
  readonly details: readonly string[]
}

/** How far a backfill has come; written in the transaction of each batch. */
export interface Checkpoint {
  /** Key of the last row done, as text; empty before the first batch. */
  readonly cursor: readonly string[]
  readonly rowsDone: number
  readonly batchRows: number
  readonly finished: boolean
}

export interface QuarantineRecord {
  readonly quarantine: Quarantine
  readonly runId: string
  readonly stepId: string
  /** ISO 8601, UTC. */
  readonly since: string
}

/** Whether something has been aside at least so long, milliseconds. */
export function asideFor(ms: number, now: Date): (record: QuarantineRecord) => boolean {
  return ({ since }) => now.getTime() - Date.parse(since) >= ms
}
