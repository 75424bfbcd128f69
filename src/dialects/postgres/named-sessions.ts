import type { NamedSession } from '../dialect.ts'
import type { Session } from '../session.ts'
import { text } from './catalog/scope.ts'

/** Sessions on this database by their application_name, which everybody may see, but those that go by our own. */
export async function namedSessions(session: Session): Promise<readonly NamedSession[]> {
  const rows = await session.query(
    `select a.pid, coalesce(a.usename, '') as user, a.application_name as application
     from pg_catalog.pg_stat_activity a
     where a.datname = pg_catalog.current_database() and a.application_name <> '' and a.leader_pid is null
       and a.application_name <> pg_catalog.current_setting('application_name')
     order by a.application_name, a.pid`,
  )
  return rows.map((row) => ({
    pid: Number(row['pid']),
    user: text(row, 'user'),
    application: text(row, 'application'),
  }))
}
