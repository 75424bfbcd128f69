import { advice, type DatabaseFailure, type Dialect } from '../dialects/dialect.ts'
import type { GuideEntry } from '../dialects/guide.ts'
import type { Session } from '../dialects/session.ts'
import { type ErrorCode, ReconcileError } from '../lib/errors.ts'
import type { Explained, Failure } from '../model/event.ts'

/** A step came to its end without success, and everything is known that is to be said about it. */
export class StepFailed extends Error {
  readonly code: ErrorCode
  readonly failure: Failure

  constructor(code: ErrorCode, failure: Failure, cause?: unknown) {
    super(failure.message, { cause })
    this.name = 'StepFailed'
    this.code = code
    this.failure = failure
  }
}

/** A database error together with the statement it came from. */
class StatementError extends Error {
  readonly sql: string

  constructor(sql: string, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause })
    this.name = 'StatementError'
    this.sql = sql
  }
}

/** Runs one statement of a plan; what it throws remembers the SQL. */
export async function runStatement(session: Session, sql: string): Promise<number> {
  // Without parameters: some words are more than one statement (CREATE SCHEMA before CREATE TABLE).
  return await naming(sql, () => session.execute(sql))
}

export async function naming<T>(sql: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw new StatementError(sql, error)
  }
}

/** What the database said, found behind whatever wraps it (drizzle-orm, our own StatementError). */
export function databaseFailure(dialect: Dialect, error: unknown): DatabaseFailure {
  let failure = dialect.failure(error)
  for (let inner = error; inner instanceof Error; inner = inner.cause) {
    failure = dialect.failure(inner)
    if (failure.code !== null || failure.kind !== 'other') return failure
  }
  return failure
}

/** True when the error is neither ours nor the database's: a bug, to be thrown as it is. */
export function isForeign(dialect: Dialect, error: unknown): boolean {
  if (error instanceof StepFailed || error instanceof ReconcileError) return false
  const { code, kind } = databaseFailure(dialect, error)
  return code === null && kind === 'other'
}

/** The journal's own statements go through the driver, which has no code for a connection that is gone: ask it. */
export async function isLost(dialect: Dialect, session: Session, error: unknown): Promise<boolean> {
  if (databaseFailure(dialect, error).kind === 'lost') return true
  if (!isForeign(dialect, error)) return false
  try {
    await session.query('select 1')
    return false
  } catch (second) {
    return databaseFailure(dialect, second).kind === 'lost'
  }
}

/** For people and for the journal. */
export function stepFailure(dialect: Dialect, error: unknown, offenders: readonly string[] = []): StepFailed {
  if (error instanceof StepFailed) return error
  if (error instanceof ReconcileError) {
    const { code, message, hint = '', sqlState = null } = error
    return new StepFailed(code, { message, sqlState, statement: null, offenders, hint }, error)
  }
  const failure = databaseFailure(dialect, error)
  const { code, message, detail, entry } = failure
  const statement = statementOf(error)
  const text = detail === null ? message : `${message}: ${detail}`
  const told = { message: text, sqlState: code, statement, offenders }
  // The choices of the guide are shown one by one: they need not be said twice.
  return entry === null
    ? new StepFailed('step_failed', { ...told, hint: advice(failure) }, error)
    : new StepFailed(
        'step_failed',
        { ...told, hint: failure.hint ?? '', explained: explanation(entry, failure.about) },
        error,
      )
}

export function explanation({ name, causes, choices }: GuideEntry, found: readonly string[]): Explained {
  return { name, causes, found, choices }
}

function statementOf(error: unknown): string | null {
  if (error instanceof StatementError) return error.sql
  return error instanceof Error ? statementOf(error.cause) : null
}
