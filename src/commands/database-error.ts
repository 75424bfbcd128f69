import { databaseFailure } from '../apply/failures.ts'
import { advice, type DatabaseFailure, type Dialect } from '../dialects/dialect.ts'
import { type ErrorCode, ReconcileError } from '../lib/errors.ts'

const codes: Readonly<Record<Exclude<DatabaseFailure['kind'], 'other'>, ErrorCode>> = {
  privilege: 'refused',
  data: 'refused',
  lost: 'unreachable',
  lock: 'unreachable',
  conflict: 'unreachable',
  cancelled: 'step_failed',
}

/**
 * What a database said outside of any step, where nothing was under way that could be resumed: as an error of ours with
 * its code and what to do. An error that is none of the database's, or that our own SQL has caused, stays as it is.
 */
export function explained(dialect: Dialect, error: unknown): unknown {
  if (error instanceof ReconcileError) return error
  const failure = databaseFailure(dialect, error)
  const { kind, code, message, detail } = failure
  if (code === null && kind === 'other') return error
  if (kind === 'other' && (code?.startsWith('42') === true || code === 'SQLITE_ERROR')) return error
  const text = detail === null ? message : `${message}: ${detail}`
  return new ReconcileError(kind === 'other' ? 'step_failed' : codes[kind], `the database refused: ${text}`, {
    hint: advice(failure),
    cause: error,
    ...(code === null ? {} : { sqlState: code }),
  })
}
