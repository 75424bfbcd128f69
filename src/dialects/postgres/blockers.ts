import type { Blocker } from '../../model/event.ts'
import type { ObjectName } from '../../model/name.ts'
import type { Session } from '../session.ts'
import { text } from './catalog/scope.ts'

/**
 * Sessions that stand in the way: those that one of ours (same application_name) waits for right now, old snapshots that
 * CREATE INDEX CONCURRENTLY waits for included, and those that hold a lock on the relations. Prepared transactions have
 * no session; they count as pid 0.
 */
export async function blockers(observer: Session, relations: readonly ObjectName[]): Promise<readonly Blocker[]> {
  const rows = await observer.query(
    `with ours as (
       select pid from pg_catalog.pg_stat_activity
       where application_name = pg_catalog.current_setting('application_name') and datname = pg_catalog.current_database()
     ), relation as (
       select c.oid from pg_catalog.json_to_recordset($1::json) r(schema text, name text)
       join pg_catalog.pg_namespace n on n.nspname = r.schema
       join pg_catalog.pg_class c on c.relnamespace = n.oid and c.relname = r.name
     ), held as (
       select l.pid, l.virtualtransaction from pg_catalog.pg_locks l
       where l.granted and l.relation in (select oid from relation)
         and l.database = (select oid from pg_catalog.pg_database where datname = pg_catalog.current_database())
     ), blocking as (
       select pg_catalog.unnest(pg_catalog.pg_blocking_pids(ours.pid)) as pid
       from ours join pg_catalog.pg_stat_activity a on a.pid = ours.pid and a.wait_event_type = 'Lock'
       union select pid from held where pid is not null
     )
     select a.pid, coalesce(a.usename, '') as user, coalesce(nullif(a.application_name, ''), a.backend_type) as application,
       coalesce(a.state, a.backend_type) as state,
       greatest(0, extract(epoch from clock_timestamp() - coalesce(a.xact_start, a.backend_start)))::int as age,
       coalesce(a.query, '') as query
     from blocking b join pg_catalog.pg_stat_activity a on a.pid = b.pid
     where a.pid not in (select pid from ours)
     union all
     select 0, p.owner, 'prepared transaction', 'prepared', greatest(0, extract(epoch from clock_timestamp() - p.prepared))::int,
       p.gid
     from pg_catalog.pg_prepared_xacts p
     join pg_catalog.pg_locks x on x.pid is null and x.locktype = 'transactionid' and x.transactionid = p.transaction
     where exists (select from held h where h.pid is null and h.virtualtransaction = x.virtualtransaction)
     order by age desc, pid`,
    [JSON.stringify(relations)],
  )
  return rows.map((row) => ({
    pid: Number(row['pid']),
    user: text(row, 'user'),
    application: text(row, 'application'),
    state: text(row, 'state'),
    ageSeconds: Number(row['age']),
    query: text(row, 'query'),
  }))
}
