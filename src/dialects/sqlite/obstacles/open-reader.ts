import type { Obstacle } from '../../../model/obstacle.ts'
import type { Reach } from '../../../model/reach.ts'
import type { Session } from '../../session.ts'
import { failure } from '../failures.ts'

const limits = { lockMs: 100, statementMs: 0 }

/**
 * Without WAL nobody can commit while somebody reads (hazards.md 2E); with it, `begin exclusive` only waits for another
 * writer. SQLite cannot say who it is.
 */
export async function openReaders(session: Session, { begins }: Reach): Promise<readonly Obstacle[]> {
  if (!begins) return []
  try {
    await session.alone('begin exclusive', limits)
    await session.execute('rollback')
    return []
  } catch (error) {
    if (failure(error).kind !== 'lock') throw error
    return [
      {
        id: 'open-reader',
        stops: false,
        what: 'another connection has a transaction open on this file',
        why: 'SQLite has one lock for the whole file, and every step has to wait until it is over.',
        remedy: 'Let that program finish, or end it.',
      },
    ]
  }
}
