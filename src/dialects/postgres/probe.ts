import type { Probe } from '../../model/step.ts'
import type { Session } from '../session.ts'
import { qualify } from './words/quote.ts'

/**
 * hazards.md 0.5: what CREATE or DROP INDEX CONCURRENTLY has left behind. An index that is not valid is `broken` both
 * ways: a failed build, or a drop that gave up half-way.
 */
export async function probe(session: Session, asked: Probe): Promise<'absent' | 'done' | 'broken'> {
  if (asked.kind === 'partition_detached') return await detached(session, asked)
  const { kind, index, table } = asked
  const [row] = await session.query(
    `select i.indisvalid and i.indisready as valid
     from pg_catalog.pg_index i
     join pg_catalog.pg_class c on c.oid = i.indexrelid
     join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     join pg_catalog.pg_class t on t.oid = i.indrelid
     where n.nspname = $1 and c.relname = $2 and t.relname = $3`,
    [index.schema, index.name, table.name],
  )
  if (row === undefined) return kind === 'index_created' ? 'absent' : 'done'
  if (row['valid'] !== true) return 'broken'
  return kind === 'index_created' ? 'done' : 'absent'
}

/**
 * Removes the leftover, whichever way it came about; the step then runs anew, or is done if it was to drop it. A partition
 * that is half detached can only be detached to the end.
 */
export async function repair(session: Session, asked: Probe): Promise<void> {
  const sql =
    asked.kind === 'partition_detached'
      ? `alter table ${qualify(asked.table)} detach partition ${qualify(asked.partition)} finalize`
      : `drop index concurrently if exists ${qualify(asked.index)}`
  await session.alone(sql, { lockMs: 0, statementMs: 0 })
}

type Detached = Extract<Probe, { readonly kind: 'partition_detached' }>

async function detached(session: Session, { partition, table }: Detached): Promise<'absent' | 'done' | 'broken'> {
  const [row] = await session.query(
    `select h.inhdetachpending as pending
     from pg_catalog.pg_inherits h
     join pg_catalog.pg_class c on c.oid = h.inhrelid
     join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     join pg_catalog.pg_class t on t.oid = h.inhparent
     join pg_catalog.pg_namespace tn on tn.oid = t.relnamespace
     where n.nspname = $1 and c.relname = $2 and tn.nspname = $3 and t.relname = $4`,
    [partition.schema, partition.name, table.schema, table.name],
  )
  if (row === undefined) return 'done'
  return row['pending'] === true ? 'broken' : 'absent'
}
