import type { Session } from '../../session.ts'

/** What the specs declare and the database does not have yet: the statements that make one thing. */
export type Missing = readonly (readonly string[])[]

/** What makes texts that speak of what is not there yet be understood. */
export interface Coming {
  /** Statements that give types and labels their new names, for a moment. */
  readonly renaming: readonly string[]
  /** What is yet to come, and can be made for a moment. */
  readonly missing: Missing
}

/**
 * Makes what is yet to come, all at once or else as much of it as can be made. Answers what the server denied us: it may
 * be why something else is rejected.
 */
export async function makeMissing(session: Session, missing: Missing): Promise<Error | null> {
  if (missing.length === 0) return null
  // Extensions go where the search path begins.
  const [row] = await session.query(
    `select current_setting('search_path') as path, set_config('search_path', 'public', true)`,
  )
  const denied = await makeAll(session, missing)
  await session.query(`select set_config('search_path', $1, true)`, [row?.['path']])
  return denied
}

async function makeAll(session: Session, missing: Missing): Promise<Error | null> {
  if ((await tryStatements(session, missing.flat())) === null) return null
  let denied: Error | null = null
  for (const statements of missing) {
    const error = await tryStatements(session, statements)
    if (error !== null && sqlState(error) === '42501') denied = error
  }
  return denied
}

async function tryStatements(session: Session, statements: readonly string[]): Promise<Error | null> {
  await session.execute('savepoint rq_missing')
  try {
    await session.execute(statements.join(';\n'))
    await session.execute('release savepoint rq_missing')
    return null
  } catch (error) {
    if (!(error instanceof Error) || sqlState(error) === '') throw error
    await session.execute('rollback to savepoint rq_missing; release savepoint rq_missing')
    return error
  }
}

/** SQLSTATE; empty for what is no answer of the server. */
export function sqlState(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}
