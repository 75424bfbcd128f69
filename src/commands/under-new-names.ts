import type { Session } from '../dialects/session.ts'

/**
 * A session that sees the database as it will be once these statements, which lock no table, have been carried out: in
 * transactions that roll back.
 */
export function underNewNames(session: Session, statements: readonly string[]): Session {
  if (statements.length === 0) return session
  const scratch: Session['scratch'] = (body) =>
    session.scratch(async () => {
      for (const statement of statements) await session.execute(statement)
      return await body()
    })
  return {
    ...session,
    scratch,
    transaction: (mode, limits, body) => (mode === 'read' ? scratch(body) : session.transaction(mode, limits, body)),
  }
}
