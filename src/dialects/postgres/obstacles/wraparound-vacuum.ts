import { text } from '../catalog/scope.ts'
import type { Finder } from './finder.ts'
import { lockedBy, lockedRelations } from './relations.ts'

/** An ordinary autovacuum gives way to whoever waits for its lock; one against wraparound does not (hazards.md 0.1). */
export const wraparoundVacuums: Finder = async (session, reach) => {
  const rows = await session.query(
    `with ${lockedRelations}
     select a.pid, h.relations, coalesce((100 * p.heap_blks_scanned / nullif(p.heap_blks_total, 0))::text, '?') as percent
     from pg_catalog.pg_stat_activity a join held h on h.pid = a.pid
     left join pg_catalog.pg_stat_progress_vacuum p on p.pid = a.pid
     where a.backend_type = 'autovacuum worker' and a.query like '%(to prevent wraparound)'
     order by a.pid`,
    [lockedBy(reach)],
  )
  return rows.map((row) => ({
    id: 'wraparound-vacuum',
    stops: false,
    what: `pid ${Number(row['pid'])} vacuums ${text(row, 'relations')} to prevent a wraparound, ${text(row, 'percent')}% done`,
    why: 'Unlike other autovacuums it does not give way, and a step of the plan has to wait for it.',
    remedy: 'Wait until it is done; do not cancel it, since it would begin anew.',
  }))
}
