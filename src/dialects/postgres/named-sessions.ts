import type { NamedSession } from '../dialect.ts'
import type { Session } from '../session.ts'
import { text } from './catalog/scope.ts'

/**
 * Sessions on this database by their application_name, which everybody may see, but those that go by our own. The server's
 * own processes have no name either; who may not see what a process is knows them by having no user.
 */
export async function namedSessions(session: Session): Promise<readonly NamedSession[]> {
  const rows = await session.query(
    `select a.pid, coalesce(a.usename, '') as user, a.application_name as application
     from pg_catalog.pg_stat_activity a
     where a.datname = pg_catalog.current_database() and a.leader_pid is null
       and a.application_name <> pg_catalog.current_setting('application_name')
       and (a.application_name <> '' or coalesce(a.backend_type = 'client backend', a.usesysid is not null))
     order by a.application_name, a.pid`,
  )
  return rows.map((row) => ({
    pid: Number(row['pid']),
    user: text(row, 'user'),
    application: text(row, 'application'),
  }))
}
