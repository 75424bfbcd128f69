import { text } from '../catalog/scope.ts'
import { qualify } from '../words/quote.ts'
import type { Finder } from './finder.ts'
import { lockedBy, lockedRelations } from './relations.ts'

/** DETACH PARTITION CONCURRENTLY that gave up half-way; a parent can have but one (hazards.md 0.5, rule 112). */
export const pendingDetaches: Finder = async (session, reach) => {
  const rows = await session.query(
    `with ${lockedRelations}
     select distinct n.nspname as schema, c.relname as name, pn.nspname as parent_schema, p.relname as parent
     from pg_catalog.pg_inherits h join wanted w on w.oid = h.inhparent
     join pg_catalog.pg_class c on c.oid = h.inhrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     join pg_catalog.pg_class p on p.oid = h.inhparent join pg_catalog.pg_namespace pn on pn.oid = p.relnamespace
     where h.inhdetachpending
     order by 1, 2`,
    [lockedBy(reach)],
  )
  const detached = reach.settles.flatMap((probe) =>
    probe.kind === 'partition_detached' ? [{ partition: qualify(probe.partition), parent: qualify(probe.table) }] : [],
  )
  return rows.flatMap((row) => {
    const partition = qualify({ schema: text(row, 'schema'), name: text(row, 'name') })
    const parent = qualify({ schema: text(row, 'parent_schema'), name: text(row, 'parent') })
    if (detached.some((one) => one.partition === partition)) return []
    const stops = detached.some((one) => one.parent === parent)
    return [
      {
        id: 'pending-detach',
        stops,
        what: `partition ${partition} is half detached from ${parent}`,
        why: stops
          ? 'The plan detaches another partition, which the server refuses meanwhile.'
          : 'New queries of the whole table do not see it any more, although it is still a part of it.',
        remedy: `alter table ${parent} detach partition ${partition} finalize;`,
      },
    ]
  })
}
