import { count } from '../../../lib/text.ts'
import { displayName } from '../../../model/name.ts'
import { text } from '../catalog/scope.ts'
import type { Finder } from './finder.ts'
import { lockedBy, lockedRelations } from './relations.ts'

/**
 * A rewrite is not MVCC-safe: to a snapshot from before it the table is empty afterwards (manual §13.6, rule 18). Only who
 * has a lock on the table is waited for. Which snapshots outlive their statement nobody can tell from outside, so that no
 * run is refused for them.
 */
export const oldSnapshots: Finder = async (session, reach) => {
  if (reach.replaced.length === 0) return []
  const rows = await session.query(
    `with ${lockedRelations}
     select a.pid, coalesce(a.usename, '') as user, coalesce(nullif(a.application_name, ''), a.backend_type, '') as application,
       coalesce(a.state, '') as state, extract(epoch from pg_catalog.clock_timestamp() - a.xact_start)::int as age
     from pg_catalog.pg_stat_activity a
     where a.datname = pg_catalog.current_database() and a.leader_pid is null and a.backend_xmin is not null
       and a.application_name <> pg_catalog.current_setting('application_name')
       and coalesce(a.backend_type, '') not in ('autovacuum worker', 'walsender')
       and a.xact_start < pg_catalog.clock_timestamp() - $2 * interval '1 millisecond'
       and not exists (select from held h where h.pid = a.pid)
     order by a.xact_start, a.pid`,
    [lockedBy(reach), reach.toleranceMs],
  )
  const tables = [...new Set(reach.replaced.map(displayName))].join(', ')
  return rows.map((row) => {
    const pid = Number(row['pid'])
    const who = [text(row, 'user'), text(row, 'application')].filter((part) => part !== '').join(', ')
    return {
      id: 'old-snapshot',
      stops: false,
      what: `pid ${pid} (${who}) has had a snapshot for ${count(Number(row['age']), 'second')} (${text(row, 'state')})`,
      why: `If it is REPEATABLE READ, as a dump is, it will find nothing in ${tables} once that has been rewritten, and be told of no error.`,
      remedy: `Let it finish first, or end it: select pg_terminate_backend(${pid});`,
    }
  })
}
