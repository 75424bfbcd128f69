import { count } from '../../../lib/text.ts'
import { text, textOrNull } from '../catalog/scope.ts'
import type { Finder } from './finder.ts'
import { lockedBy, lockedRelations } from './relations.ts'

/**
 * Sessions of others with a transaction that is older than the lock budget, and a lock on a table of the plan or, when
 * something waits for old snapshots, a snapshot (hazards.md 0.1, 1J). The server's own vacuum steps aside by itself.
 */
export const longTransactions: Finder = async (session, reach) => {
  const rows = await session.query(
    `with ${lockedRelations}, holding as (
       select pid, pg_catalog.string_agg(relations, ', ') as relations from held group by 1
     )
     select a.pid, coalesce(a.usename, '') as user, coalesce(nullif(a.application_name, ''), a.backend_type, '') as application,
       coalesce(a.state, '') as state, pg_catalog.left(coalesce(a.query, ''), 200) as query,
       extract(epoch from pg_catalog.clock_timestamp() - a.xact_start)::int as age, h.relations
     from pg_catalog.pg_stat_activity a left join holding h on h.pid = a.pid
     where a.datname = pg_catalog.current_database() and a.leader_pid is null
       and a.application_name <> pg_catalog.current_setting('application_name')
       and coalesce(a.backend_type, '') not in ('autovacuum worker', 'walsender')
       and a.xact_start < pg_catalog.clock_timestamp() - $2 * interval '1 millisecond'
       and (h.relations is not null or $3 and a.backend_xmin is not null)
     order by a.xact_start, a.pid`,
    [lockedBy(reach), reach.toleranceMs, reach.awaitsSnapshots],
  )
  return rows.map((row) => {
    const [pid, relations] = [Number(row['pid']), textOrNull(row, 'relations')]
    const who = [text(row, 'user'), text(row, 'application')].filter((part) => part !== '').join(', ')
    const since = `in a transaction for ${count(Number(row['age']), 'second')} (${text(row, 'state')})`
    const query = text(row, 'query').replaceAll(/\s+/g, ' ').trim()
    return {
      id: 'long-transaction',
      stops: false,
      what: `pid ${pid} (${who}) has been ${since}: ${query}`,
      why:
        relations === null
          ? 'It holds an old snapshot, and what is built concurrently has to wait until it is over.'
          : `It holds a lock on ${relations}, and a step of the plan has to wait until it is over.`,
      remedy: `Let it finish, or end it: select pg_terminate_backend(${pid});`,
    }
  })
}
