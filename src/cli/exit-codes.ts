import type { RunOutcome } from '../apply/context.ts'
import type { ErrorCode } from '../lib/errors.ts'
import type { Signal } from './io.ts'

/** DESIGN.md §9. 4, paused at the gate, is asked for with --detailed-exitcode. */
export const exitCodes = {
  done: 0,
  failed: 1,
  pending: 2,
  refused: 3,
  paused: 4,
  usage: 64,
  invalid: 65,
  unreachable: 69,
  bug: 70,
  interrupted: 130,
} as const

const byError: Readonly<Record<ErrorCode, number>> = {
  usage: exitCodes.usage,
  invalid_spec: exitCodes.invalid,
  invalid_config: exitCodes.invalid,
  unreachable: exitCodes.unreachable,
  held_by_another_run: exitCodes.unreachable,
  refused: exitCodes.refused,
  stale_plan: exitCodes.refused,
  step_failed: exitCodes.failed,
  not_converged: exitCodes.failed,
  interrupted: exitCodes.interrupted,
  bug: exitCodes.bug,
}

/** What a shell reports for a process that such a signal ends. */
export const signalCodes: Readonly<Record<Signal, number>> = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 }

export function exitCodeOf(code: ErrorCode): number {
  return byError[code]
}

/** What a run's end means to whoever started it. `signal`: the one that interrupted it, if one did. */
export function exitCodeOfRun({ status, failure }: RunOutcome, detailed: boolean, signal: Signal): number {
  switch (status) {
    case 'done':
    case 'rolled_back':
      return exitCodes.done
    case 'paused':
      return detailed ? exitCodes.paused : exitCodes.done
    case 'interrupted':
      return signalCodes[signal]
    case 'failed':
    case 'running':
    case 'rolling_back':
      return failure === null ? exitCodes.failed : exitCodeOf(failure.code)
  }
}
