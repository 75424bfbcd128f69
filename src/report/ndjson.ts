import type { Diagnostic } from '../model/diagnostic.ts'
import type { RunEvent } from '../model/event.ts'
import { oneLine } from './clip.ts'
import { eventText, fraction, remainingMs } from './event-text.ts'
import { documentVersion } from './json.ts'

interface NdjsonOptions {
  /** Version of Reconcile. */
  readonly tool: string
  /** The wall clock. */
  readonly now: () => Date
}

/** Lines of a machine-readable log. Each ends with a line break and is complete JSON. */
interface Ndjson {
  /** The first line. */
  hello(): string
  event(event: RunEvent): string
  diagnostic(diagnostic: Diagnostic): string
  /** The last line, whatever happened before it. */
  summary(end: { exitCode: number; message: string; next: string | null }): string
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
    return `${JSON.stringify({ v: documentVersion, ts, run, seq, level, type, message, ...members })}\n`
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
    diagnostic: ({ id, severity, message, help, position, sqlState }) => {
      const level = severity === 'warning' ? 'warn' : severity
      return line(level, 'diagnostic', oneLine(message), { id, help, position, sql_state: sqlState })
    },
    summary: ({ exitCode, message, next }) =>
      line(exitCode === 0 ? 'info' : 'error', 'summary', oneLine(message), { exit_code: exitCode, next }),
  }
}

function levelOf(event: RunEvent): Level {
  switch (event.type) {
    case 'step_failed':
      return 'error'
    case 'step_waiting':
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
        blockers: event.blockers.map(({ pid, user, application, state, ageSeconds, query }) => ({
          pid,
          user,
          application,
          state,
          age_s: ageSeconds,
          query,
        })),
      }
    case 'step_done':
      return { step: event.step, elapsed_ms: event.elapsedMs, note: event.note }
    case 'step_failed': {
      const { message, sqlState, statement, offenders, hint } = event.failure
      return { step: event.step, failure: { message, sql_state: sqlState, statement, offenders, hint } }
    }
    case 'gate_reached':
      return { remaining: event.remaining }
    case 'interrupt_requested':
      return { safe_point: event.safePoint }
    case 'notice':
      return {}
    case 'run_finished':
      return { status: event.status, elapsed_ms: event.elapsedMs }
  }
}
