import { sizeText } from '../../../lib/byte-size.ts'
import { text } from '../catalog/scope.ts'
import type { Finder } from './finder.ts'
import { writesData } from './relations.ts'

/** A consumer this far behind has stopped, or cannot keep up. */
const farBehind = 2 ** 30

/**
 * Slots keep all WAL since their consumer's last word, and what the plan writes comes on top (hazards.md 1J). Of no
 * interest to a plan that writes no rows.
 */
export const replicationSlots: Finder = async (session, reach) => {
  if (!writesData(reach)) return []
  const rows = await session.query(
    `select slot_name as name, active, coalesce(wal_status, '') as status, retained
     from (
       select s.*, case when not pg_catalog.pg_is_in_recovery() then
         pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_current_wal_lsn(), s.restart_lsn)::bigint end as retained
       from pg_catalog.pg_replication_slots s
     ) s
     where not temporary and restart_lsn is not null and (not active or retained > $1)
     order by retained desc nulls last, slot_name`,
    [farBehind],
  )
  return rows.map((row) => {
    const [name, active] = [text(row, 'name'), row['active'] === true]
    const kept = `keeps ${sizeText(Number(row['retained'] ?? 0))} of WAL (${text(row, 'status')})`
    return {
      id: 'replication-slot',
      stops: false,
      what: active
        ? `replication slot ${name} is far behind: it ${kept}`
        : `replication slot ${name} is not used: it ${kept}`,
      why: 'All that the plan writes is kept for it too, until its consumer has read it or the disk is full.',
      remedy: active
        ? 'Let its consumer catch up first.'
        : `Start its consumer, or drop the slot if it has none: select pg_drop_replication_slot('${name}');`,
    }
  })
}
