import type { Obstacle } from '../../model/obstacle.ts'
import type { Reach } from '../../model/reach.ts'
import type { Session } from '../session.ts'
import { disk } from './obstacles/disk.ts'
import { librarySkew } from './obstacles/library-skew.ts'
import { openReaders } from './obstacles/open-reader.ts'
import { rollbackJournal } from './obstacles/rollback-journal.ts'
import { walResetRace } from './obstacles/wal-reset-race.ts'

export async function obstacles(session: Session, reach: Reach): Promise<readonly Obstacle[]> {
  const [row] = await session.query(
    "select j.journal_mode as mode, f.file from pragma_journal_mode j, pragma_database_list f where f.name = 'main'",
  )
  const mode = String(row?.['mode'])
  const file = row?.['file']
  const path = typeof file === 'string' ? file : ''
  return [
    ...(await disk(session, reach)),
    ...rollbackJournal(mode, reach),
    ...(await openReaders(session, reach)),
    ...walResetRace(session.serverVersion, mode),
    ...librarySkew(session.serverVersion, path),
  ]
}

/** Nothing stands between us and a file. */
export function pooler(): Promise<Obstacle | null> {
  return Promise.resolve(null)
}
