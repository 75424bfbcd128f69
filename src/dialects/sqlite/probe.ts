import { bug } from '../../lib/errors.ts'
import type { Probe } from '../../model/step.ts'
import type { Session } from '../session.ts'

/** SQLite's DDL is all transactional, so an index is there or it is not. */
export async function probe(session: Session, asked: Probe): Promise<'absent' | 'done' | 'broken'> {
  if (asked.kind === 'partition_detached') throw bug('SQLite has no partitions')
  const { kind, index } = asked
  const found = await session.query("select 1 from sqlite_schema where type = 'index' and name = ?", [index.name])
  const present = found.length > 0
  return present === (kind === 'index_created') ? 'done' : 'absent'
}

/** Nothing can be left half done. */
export async function repair(): Promise<void> {}
