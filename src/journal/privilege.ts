import type { Session } from '../dialects/session.ts'
import { ReconcileError } from '../lib/errors.ts'

/**
 * Runs something on the journal and says plainly which right is missing when the server refuses (42501).
 * Throws `refused`; every other error is passed on as it is.
 */
export async function withRights<T>(
  session: Session,
  purpose: 'read' | 'create' | 'write',
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (session.dialect !== 'postgres' || sqlStateOf(error) !== '42501') throw error
    const { role, database } = await whoAndWhere(session)
    throw new ReconcileError(
      'refused',
      `role ${role} may not ${purpose} the journal (schema reconcile) in database ${database}`,
      {
        hint: remedies[purpose](role, database),
        sqlState: '42501',
        cause: error,
      },
    )
  }
}

const remedies: Readonly<Record<'read' | 'create' | 'write', (role: string, database: string) => string>> = {
  read: (role) =>
    `Run as an administrator: GRANT USAGE ON SCHEMA reconcile TO ${role}; GRANT SELECT ON ALL TABLES IN SCHEMA reconcile TO ${role};`,
  create: (role, database) => `Run as an administrator: GRANT CREATE ON DATABASE ${database} TO ${role};`,
  write: (role) =>
    `The role that applies has to be the one that created the journal. Run as an administrator: GRANT <that role> TO ${role};`,
}

async function whoAndWhere(session: Session): Promise<{ role: string; database: string }> {
  const [row] = await session.query(
    'select quote_ident(current_user) as role, quote_ident(current_database()) as database',
  )
  return { role: String(row?.['role']), database: String(row?.['database']) }
}

/** drizzle-orm wraps what the driver throws. */
function sqlStateOf(error: unknown): unknown {
  if (!(error instanceof Error)) return null
  return 'code' in error ? error.code : sqlStateOf(error.cause)
}
