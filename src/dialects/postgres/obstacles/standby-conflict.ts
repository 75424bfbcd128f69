import { displayName } from '../../../model/name.ts'
import { text } from '../catalog/scope.ts'
import type { Finder } from './finder.ts'

/**
 * Standbys replay ACCESS EXCLUSIVE locks too: their queries wait, and replay waits for their queries until it cancels them
 * (manual §26.4.2, rule 19). Of interest only where a table is shut for long. Subscribers do not replay locks.
 */
export const standbyConflicts: Finder = async (session, reach) => {
  if (reach.shut.length === 0) return []
  const rows = await session.query(
    `select coalesce(nullif(r.application_name, ''), r.client_addr::text, r.pid::text) as name
     from pg_catalog.pg_stat_replication r
     where r.state in ('streaming', 'catchup') and not exists (
       select from pg_catalog.pg_replication_slots s where s.active_pid = r.pid and s.slot_type = 'logical')
     order by 1`,
  )
  if (rows.length === 0) return []
  const names = rows.map((row) => text(row, 'name')).join(', ')
  const tables = [...new Set(reach.shut.map(displayName))].join(', ')
  return [
    {
      id: 'standby-conflict',
      stops: false,
      what: `${rows.length === 1 ? 'a standby replays' : 'standbys replay'} what is done here: ${names}`,
      why: `Whoever reads ${tables} there waits as long as readers here, and replay waits for queries that are under way until max_standby_streaming_delay is over and they are cancelled.`,
      remedy: 'Read from the primary meanwhile, or run the plan while nobody reads there.',
    },
  ]
}
