import type { RunningOut } from '../dialect.ts'
import { ownedSequences } from './catalog/sequences.ts'

/**
 * Common table expressions: `running_out` has, for each table, the columns whose sequence has used up half of what it, or
 * the column, can hold (hazards.md 7, rule 64). One that begins again at its end never runs out. Whoever may not read a
 * sequence is not told, and on a standby unlogged ones cannot be read.
 */
export const sequencesRunningOut: string = `${ownedSequences}, counted as (
    select o.table_oid, a.attname as column, pg_catalog.format_type(a.atttypid, null) as type,
      least(s.seqmax, case pg_catalog.format_type(a.atttypid, null) when 'smallint' then 32767
        when 'integer' then 2147483647 else s.seqmax end)::numeric as most,
      pg_catalog.pg_sequence_last_value(s.seqrelid)::numeric as last
    from owned o
    join pg_catalog.pg_sequence s on s.seqrelid = o.oid and s.seqincrement > 0 and not s.seqcycle
    join pg_catalog.pg_attribute a on a.attrelid = o.table_oid and a.attnum = o.number
    where o.place = 1 and case when o.persistence = 'u' and pg_catalog.pg_is_in_recovery() then false
      else pg_catalog.has_sequence_privilege(o.oid, 'usage, select') end
  ), running_out as (
    select table_oid, pg_catalog.json_agg(pg_catalog.json_build_object('column', "column", 'type', type,
      'percent', pg_catalog.trunc(100 * last / most)) order by "column") as columns
    from counted where last >= most / 2 group by 1
  )`

/** Null: the table has none. */
export function runningOutOf(columns: unknown): readonly RunningOut[] {
  return Array.isArray(columns) ? columns : []
}
