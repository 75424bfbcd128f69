import { statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import { nameKey } from '../../../model/name.ts'
import type { Obstacle } from '../../../model/obstacle.ts'
import type { Reach } from '../../../model/reach.ts'
import { lowDisk } from '../../low-disk.ts'
import type { Session } from '../../session.ts'
import { statistics } from '../statistics.ts'

/** A rebuild writes a table and all its indexes anew beside the old ones, and the write-ahead log holds them once more. */
export async function disk(session: Session, { rewritten, indexed }: Reach): Promise<readonly Obstacle[]> {
  if (rewritten.length === 0 && indexed.length === 0) return []
  const { tables } = await statistics(session)
  const bytesOf = (name: (typeof rewritten)[number]): number => tables.get(nameKey(name))?.bytes ?? 0
  const written =
    rewritten.reduce((sum, name) => sum + bytesOf(name), 0) + indexed.reduce((sum, name) => sum + bytesOf(name) / 3, 0)
  const [file] = await session.query("select file from pragma_database_list where name = 'main'")
  const path = file?.['file']
  if (typeof path !== 'string' || path === '') return []
  const { bavail, bsize } = statfsSync(dirname(path))
  return lowDisk(written, bavail * bsize)
}
