import type { Obstacle } from '../../../model/obstacle.ts'
import type { Reach } from '../../../model/reach.ts'

/**
 * 14.0 to 14.3 lose rows of indexes that are built concurrently beside writers (release notes of 14.4, rule 20).
 * `serverVersion` as the server spells it: `14.3`.
 */
export function serverDefects(
  serverVersion: string,
  { awaitsSnapshots }: Pick<Reach, 'awaitsSnapshots'>,
): readonly Obstacle[] {
  const [major, minor = 0] = serverVersion.split('.').map(Number)
  if (major !== 14 || minor > 3 || !awaitsSnapshots) return []
  return [
    {
      id: 'server-defect',
      stops: true,
      what: `PostgreSQL ${serverVersion} builds broken indexes concurrently`,
      why: 'Up to 14.3, CREATE INDEX CONCURRENTLY can leave rows out of the index that are written meanwhile.',
      remedy: 'Upgrade the server to the latest 14, which needs no more than a restart.',
    },
  ]
}
