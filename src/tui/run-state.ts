import type { Blocker, Direction, EventStep, Failure, LockTime, Progress, RunEvent } from '../model/event.ts'
import type { RunStatus, StepStatus } from '../model/run.ts'
import type { RunTime } from '../model/run-time.ts'
import type { Phase } from '../model/step.ts'
import { endedText, fraction, remainingMs } from '../report/event-text.ts'
import { obstacleWord } from '../report/obstacles.ts'

/** What is known of a run, from its events alone: the same events give the same state. Times are of the caller's clock. */
export interface RunState {
  readonly run: string | null
  readonly plan: string | null
  readonly target: string
  readonly direction: Direction
  readonly status: RunStatus | 'starting'
  readonly phase: Phase | null
  readonly steps: readonly RunStep[]
  /** Id of the step that runs now, or failed. */
  readonly current: string | null
  readonly wait: {
    readonly reason: string
    readonly blockers: readonly Blocker[]
    readonly since: number
    readonly retryAt: number | null
  } | null
  readonly stopping: string | null
  readonly gateRemaining: number | null
  readonly failure: (Failure & { readonly step: string }) | null
  /** The newest last, at most `mostNotes`. */
  readonly notes: readonly { readonly at: number; readonly text: string }[]
  readonly startedAt: number | null
  /** Final; null while the run goes on. */
  readonly elapsedMs: number | null
  /** Of its steps, once it is over. */
  readonly time: RunTime | null
}

export interface RunStep extends EventStep {
  readonly status: StepStatus
  readonly attempts: number
  readonly startedAt: number | null
  readonly elapsedMs: number | null
  /** Null until it is done. */
  readonly lock: LockTime | null
  readonly note: string | null
  readonly progress: Progress | null
  /** Rows per second, the newest last, for the little graph. */
  readonly rates: readonly number[]
}

const mostNotes = 100
const mostRates = 60

export function initialRunState(target: string, direction: Direction): RunState {
  return {
    run: null,
    plan: null,
    target,
    direction,
    status: 'starting',
    phase: null,
    steps: [],
    current: null,
    wait: null,
    stopping: null,
    gateRemaining: null,
    failure: null,
    notes: [],
    startedAt: null,
    elapsedMs: null,
    time: null,
  }
}

/** The state after one event that happened `at`. */
export function reduce(state: RunState, event: RunEvent, at: number): RunState {
  switch (event.type) {
    case 'run_started':
      return {
        ...initialRunState(event.target, event.direction),
        run: event.run,
        plan: event.plan,
        status: event.direction === 'rollback' ? 'rolling_back' : 'running',
        steps: event.steps.map((step) =>
          freshStep(step, event.done.includes(step.id) ? finished(event.direction) : 'pending'),
        ),
        // What is in the way has been found before.
        notes: state.notes,
        startedAt: at,
      }
    case 'phase_started':
      return { ...state, phase: event.phase }
    case 'step_started':
      return {
        ...withStep(state, event.step, (step) => ({
          ...step,
          status: state.direction === 'rollback' ? 'undoing' : 'running',
          attempts: event.attempt,
          startedAt: step.startedAt ?? at,
        })),
        current: event.step,
        wait: null,
      }
    case 'step_progress':
      return {
        ...withStep(state, event.step, (step) => ({
          ...step,
          progress: event.progress,
          rates: [...step.rates, event.progress.rowsPerSecond].slice(-mostRates),
        })),
        current: event.step,
        wait: null,
      }
    case 'step_waiting': {
      const since = state.wait?.since ?? at
      return {
        ...state,
        wait: {
          reason: event.reason,
          blockers: event.blockers,
          since,
          retryAt: event.retryInMs === null ? null : at + event.retryInMs,
        },
      }
    }
    case 'blocker_ended':
      return noted(state, endedText(event), at)
    case 'step_done':
      return {
        ...withStep(state, event.step, (step) => ({
          ...step,
          status: finished(state.direction),
          elapsedMs: event.elapsedMs,
          lock: event,
          note: event.note,
        })),
        wait: null,
      }
    case 'step_failed':
      return {
        ...withStep(state, event.step, (step) => ({ ...step, status: 'failed' })),
        current: event.step,
        wait: null,
        failure: { ...event.failure, step: event.step },
      }
    case 'gate_reached':
      return noted({ ...state, gateRemaining: event.remaining }, 'the gate is reached', at)
    case 'interrupt_requested':
      return { ...state, stopping: event.safePoint }
    case 'obstacle':
      return noted(state, `${obstacleWord(event.obstacle)}: ${event.obstacle.what}`, at)
    case 'notice':
      return noted(state, event.message, at)
    case 'run_finished':
      return {
        ...state,
        run: event.run,
        status: event.status,
        wait: null,
        elapsedMs: event.elapsedMs,
        time: event.time ?? null,
      }
  }
}

/** Nothing more is going to happen. */
export function ended(state: RunState): boolean {
  return state.elapsedMs !== null
}

/** How much of the run is done, 0 to 1, steps weighted by their estimates. */
export function overallFraction(state: RunState): number {
  const weight = (step: RunStep) => Math.max(step.estimateMs, 1)
  const total = state.steps.reduce((sum, step) => sum + weight(step), 0)
  if (total === 0) return 0
  return state.steps.reduce((sum, step) => sum + weight(step) * stepFraction(step, state.direction), 0) / total
}

/** Milliseconds to go; null before there is anything to base it on (5 s or 1%, tui.md §3.5), and while waiting. */
export function runRemainingMs(state: RunState, now: number): number | null {
  if (state.startedAt === null || ended(state) || state.wait !== null) return null
  if (now - state.startedAt < 5000 || overallFraction(state) < 0.01) return null
  return state.steps.reduce((sum, step) => sum + stepRemainingMs(step, state.direction, now), 0)
}

function stepRemainingMs(step: RunStep, direction: Direction, now: number): number {
  if (step.status === finished(direction)) return 0
  const byRate = step.progress === null ? null : remainingMs(step.progress)
  if (byRate !== null) return byRate
  return Math.max(0, step.estimateMs - (step.startedAt === null ? 0 : now - step.startedAt))
}

function stepFraction(step: RunStep, direction: Direction): number {
  if (step.status === finished(direction)) return 1
  return step.progress === null ? 0 : (fraction(step.progress) ?? 0)
}

function finished(direction: Direction): StepStatus {
  return direction === 'rollback' ? 'undone' : 'done'
}

function freshStep(step: EventStep, status: StepStatus): RunStep {
  return {
    ...step,
    status,
    attempts: 0,
    startedAt: null,
    elapsedMs: null,
    lock: null,
    note: null,
    progress: null,
    rates: [],
  }
}

function withStep(state: RunState, id: string, change: (step: RunStep) => RunStep): RunState {
  return { ...state, steps: state.steps.map((step) => (step.id === id ? change(step) : step)) }
}

function noted(state: RunState, text: string, at: number): RunState {
  return { ...state, notes: [...state.notes, { at, text }].slice(-mostNotes) }
}
