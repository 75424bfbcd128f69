import type { EndedBlocker } from '../../model/event.ts'
import type { Lasting } from '../dialect.ts'
import type { Row, Session } from '../session.ts'
import { text } from './catalog/scope.ts'

/**
 * Ends those that one of ours (same application_name) waits for right now, as `pg_blocking_pids` says, if they are idle in
 * a transaction or have been in one for too long. Only sessions of clients: no autovacuum, no sender, no worker. Who waits
 * for a lock itself is let be, since it goes on when the one before it is gone. What may not be seen, or not be ended, is told.
 */
export async function endBlockers(observer: Session, { idleMs, wholeMs }: Lasting): Promise<readonly EndedBlocker[]> {
  const rows = await observer.query(
    `with ours as (
       select pid from pg_catalog.pg_stat_activity
       where application_name = pg_catalog.current_setting('application_name') and datname = pg_catalog.current_database()
     ), blocking as (
       select distinct pg_catalog.unnest(pg_catalog.pg_blocking_pids(ours.pid)) as pid
       from ours join pg_catalog.pg_stat_activity a on a.pid = ours.pid and a.wait_event_type = 'Lock'
     ), chosen as materialized (
       select a.pid, coalesce(a.usename, '') as user, coalesce(a.application_name, '') as application,
         coalesce(a.state, 'not to be seen') as state, coalesce(a.query, '') as query,
         greatest(0, extract(epoch from pg_catalog.clock_timestamp() - coalesce(a.xact_start, a.backend_start)))::int as age,
         a.state is not null as seen, ${mayEnd} as allowed
       from blocking b join pg_catalog.pg_stat_activity a on a.pid = b.pid
       where a.pid not in (select pid from ours) and coalesce(a.backend_type, 'client backend') = 'client backend'
         and a.datname = pg_catalog.current_database() and coalesce(a.wait_event_type, '') <> 'Lock'
         and (a.state is null
           or a.state like 'idle in transaction%' and a.state_change < pg_catalog.clock_timestamp() - $1 * interval '1 millisecond'
           or a.xact_start < pg_catalog.clock_timestamp() - $2 * interval '1 millisecond')
     )
     select c.*, case when c.seen and c.allowed then pg_catalog.pg_terminate_backend(c.pid) end as ended from chosen c order by c.pid`,
    [idleMs, wholeMs],
  )
  return rows.map((row) => {
    const ended = row['ended'] === true
    return {
      blocker: {
        pid: Number(row['pid']),
        user: text(row, 'user'),
        application: text(row, 'application'),
        state: text(row, 'state'),
        ageSeconds: Number(row['age'] ?? 0),
        query: text(row, 'query'),
      },
      ended,
      reason: ended ? null : reasonOf(row),
    }
  })
}

/** As the server judges it (manual §9.28.2): asked before, since one refusal would undo the whole query. */
const mayEnd = `case when (select u.rolsuper from pg_catalog.pg_roles u where u.rolname = current_user) then true
    when coalesce((select u.rolsuper from pg_catalog.pg_roles u where u.oid = a.usesysid), true) then false
    else pg_catalog.pg_has_role(a.usesysid, 'usage') or pg_catalog.pg_has_role('pg_signal_backend', 'usage') end`

function reasonOf(row: Row): string {
  if (row['seen'] !== true) return 'what it does is not to be seen: that takes the role pg_read_all_stats'
  if (row['allowed'] !== true) return 'that takes its own role, or pg_signal_backend, and for a superuser a superuser'
  return 'it was gone already'
}
