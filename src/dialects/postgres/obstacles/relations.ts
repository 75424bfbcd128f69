import type { Reach } from '../../../model/reach.ts'
import { waitsFor } from '../lock-conflicts.ts'

/**
 * Common table expressions over `$1` (`lockedBy`): `wanted` are the tables that the run locks, with what hangs below them
 * as partitions or heirs, and the modes of others' locks that it would have to wait for; `held` are such locks.
 */
export const lockedRelations = `recursive wanted as (
    select c.oid, r.modes
    from pg_catalog.json_to_recordset($1::json) r(schema text, name text, modes text[])
    join pg_catalog.pg_namespace n on n.nspname = r.schema
    join pg_catalog.pg_class c on c.relnamespace = n.oid and c.relname = r.name
    union
    select h.inhrelid, w.modes from wanted w join pg_catalog.pg_inherits h on h.inhparent = w.oid
  ), held as (
    select l.pid, l.virtualtransaction,
      pg_catalog.string_agg(distinct l.relation::pg_catalog.regclass::text, ', ') as relations
    from pg_catalog.pg_locks l join wanted w on w.oid = l.relation
    where l.granted and l.mode = any (w.modes)
      and l.database = (select oid from pg_catalog.pg_database where datname = pg_catalog.current_database())
    group by 1, 2
  )`

export function lockedBy({ locks }: Reach): string {
  return JSON.stringify(locks.map(({ mode, relation }) => ({ ...relation, modes: waitsFor(mode) })))
}

/** Whether the run writes anything that takes room. */
export function writesData({ rewritten, indexed }: Reach): boolean {
  return rewritten.length + indexed.length > 0
}
