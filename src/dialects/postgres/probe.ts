import type { Probe } from '../../model/step.ts'
import type { Session } from '../session.ts'
import { qualify } from './words/quote.ts'

/**
 * hazards.md 0.5: what CREATE or DROP INDEX CONCURRENTLY has left behind. An index that is not valid is `broken` both
 * ways: a failed build, or a drop that gave up half-way.
 */
export async function probe(session: Session, { kind, index, table }: Probe): Promise<'absent' | 'done' | 'broken'> {
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

/** Removes the leftover, whichever way it came about; the step then runs anew, or is done if it was to drop it. */
export async function repair(session: Session, { index }: Probe): Promise<void> {
  await session.alone(`drop index concurrently if exists ${qualify(index)}`, { lockMs: 0, statementMs: 0 })
}
