/**
 * What went wrong, as a stable word. `cli/exit-codes.ts` maps each to an exit code, so adding one
 * here does not compile until it has one.
 */
export type ErrorCode =
  | 'usage'
  | 'invalid_spec'
  | 'invalid_config'
  | 'unreachable'
  | 'held_by_another_run'
  | 'refused'
  | 'stale_plan'
  | 'step_failed'
  | 'not_converged'
  | 'interrupted'
  | 'bug'

interface ErrorDetails {
  /** What to do about it, one or more plain sentences. */
  readonly hint?: string
  /** SQLSTATE or SQLite extended code name, when a database said no. */
  readonly sqlState?: string
  readonly cause?: unknown
}

/** A failure the user can act on: printed as message and hint. Anything else that is thrown is a bug of ours. */
export class ReconcileError extends Error {
  readonly code: ErrorCode
  readonly hint: string | undefined
  readonly sqlState: string | undefined

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.name = 'ReconcileError'
    this.code = code
    this.hint = details.hint
    this.sqlState = details.sqlState
  }
}

/** For states that only a mistake in Reconcile can reach. */
export function bug(message: string): ReconcileError {
  return new ReconcileError('bug', message, { hint: 'This is a bug in Reconcile: please report it with the plan.' })
}
