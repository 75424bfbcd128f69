import { count } from '../lib/text.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { Blocker, RunEvent } from '../model/event.ts'
import type { Plan } from '../model/plan.ts'
import type { RunTime } from '../model/run-time.ts'
import { oneLine } from './clip.ts'
import { diagnosticValue, documentVersion, errorValue, type ShownError } from './document.ts'
import { eventText, fraction, remainingMs } from './event-text.ts'
import { planHead, type PlanOptions, type ShownFinding } from './json.ts'
import { obstacleValue } from './obstacles.ts'
import { timeValue } from './run-json.ts'
import { shortId } from './step-text.ts'

interface NdjsonOptions {
  /** Version of Reconcile. */
  readonly tool: string
  /** The wall clock. */
  readonly now: () => Date
}

/** Lines of a machine-readable log. Each ends with a line break and is complete JSON. */
export interface Ndjson {
  /** The first line. */
  hello(): string
  event(event: RunEvent): string
  diagnostic(diagnostic: Diagnostic): string
  /** The plan that is about to be applied, without its steps. */
  plan(plan: Plan, options: PlanOptions): string
  /** Rows that stand in the way of the plan. */
  finding(finding: ShownFinding): string
  /** The last line, whatever happened before it. */
  summary(end: Ending): string
}

interface Ending {
  readonly exitCode: number
  readonly message: string
  readonly next: string | null
  readonly error?: ShownError | null
  /** What a run has taken; left out where none was. */
  readonly time?: RunTime | null
}

type Level = 'debug' | 'info' | 'warn' | 'error'

/** Every line has `v, ts, run, seq, level, type, message`; keys are added to, never changed, within a version. */
export function ndjson({ tool, now }: NdjsonOptions): Ndjson {
  let seq = 0
  let run: string | null = null
  const titles = new Map<string, string>()
  const line = (level: Level, type: string, message: string, members: object = {}): string => {
    seq += 1
    const ts = now().toISOString()
    const head = { v: documentVersion, ts, run, seq, level, type, message }
    // Twice: these keys come first, and no member may change them.
    return `${JSON.stringify({ ...head, ...members, ...head })}\n`
  }
  return {
    hello: () => line('info', 'hello', `reconcile ${tool}`, { tool }),
    event: (event) => {
      if (event.type === 'run_started') {
        run = event.run
        for (const { id, title } of event.steps) titles.set(id, oneLine(title))
      }
      const message = eventText(event, (step) => titles.get(step) ?? '')
      return line(levelOf(event), event.type, message, membersOf(event))
    },
    diagnostic: (diagnostic) => {
      const level = diagnostic.severity === 'warning' ? 'warn' : diagnostic.severity
      return line(level, 'diagnostic', oneLine(diagnostic.message), diagnosticValue(diagnostic))
    },
    plan: (plan, options) =>
      line('info', 'plan', `plan ${shortId(plan.id)}: ${count(plan.steps.length, 'step')}`, planHead(plan, options)),
    finding: (finding) => line('error', 'finding', `${finding.step} ${oneLine(finding.failure)}`, finding),
    summary: ({ exitCode, message, next, error = null, time }) =>
      line(exitCode === 0 ? 'info' : 'error', 'summary', oneLine(message), {
        exit_code: exitCode,
        next,
        error: error === null ? null : errorValue(error),
        ...(time === undefined ? {} : timeValue(time)),
      }),
  }
}

function levelOf(event: RunEvent): Level {
  switch (event.type) {
    case 'step_failed':
      return 'error'
    case 'step_waiting':
    case 'blocker_ended':
    case 'obstacle':
    case 'interrupt_requested':
      return 'warn'
    case 'step_progress':
      return 'debug'
    case 'run_finished':
      return event.status === 'failed' ? 'error' : 'info'
    case 'run_started':
    case 'phase_started':
    case 'step_started':
    case 'step_done':
    case 'gate_reached':
    case 'notice':
      return 'info'
  }
}

function membersOf(event: RunEvent): object {
  switch (event.type) {
    case 'run_started':
      return {
        plan: event.plan,
        target: event.target,
        direction: event.direction,
        steps: event.steps.map(({ id, phase, title, estimateMs }) => ({ id, phase, title, estimate_ms: estimateMs })),
        done: event.done,
      }
    case 'phase_started':
      return { phase: event.phase }
    case 'step_started':
      return { step: event.step, attempt: event.attempt }
    case 'step_progress': {
      const { done, total, estimated, rowsPerSecond, batchRows, batchMs, cursor } = event.progress
      return {
        step: event.step,
        done,
        total,
        total_is_estimate: estimated,
        fraction: fraction(event.progress),
        rows_per_s: rowsPerSecond,
        batch_rows: batchRows,
        batch_ms: batchMs,
        eta_ms: remainingMs(event.progress),
        cursor,
      }
    }
    case 'step_waiting':
      return {
        step: event.step,
        attempt: event.attempt,
        reason: event.reason,
        retry_in_ms: event.retryInMs,
        blockers: event.blockers.map(blockerValue),
      }
    case 'blocker_ended':
      return { step: event.step, ended: event.ended, reason: event.reason, blocker: blockerValue(event.blocker) }
    case 'step_done':
      return {
        step: event.step,
        elapsed_ms: event.elapsedMs,
        estimate_ms: event.estimateMs,
        lock_ms: event.lockMs,
        lock_estimate_ms: event.lockEstimateMs,
        note: event.note,
      }
    case 'step_failed': {
      const { message, sqlState, statement, offenders, hint, explained = null } = event.failure
      return { step: event.step, failure: { message, sql_state: sqlState, statement, offenders, hint, explained } }
    }
    case 'gate_reached':
      return { remaining: event.remaining }
    case 'interrupt_requested':
      return { safe_point: event.safePoint }
    case 'obstacle':
      return obstacleValue(event.obstacle)
    case 'notice':
      return {}
    case 'run_finished':
      return { status: event.status, elapsed_ms: event.elapsedMs, ...timeValue(event.time ?? null) }
  }
}

function blockerValue({ pid, user, application, state, ageSeconds, query }: Blocker): object {
  return { pid, user, application, state, age_s: ageSeconds, query }
}
