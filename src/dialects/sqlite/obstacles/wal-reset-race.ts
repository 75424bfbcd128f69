import type { Obstacle } from '../../../model/obstacle.ts'

/**
 * Up to 3.51.2 a checkpoint and a writer of two connections can damage a file in WAL mode (hazards.md 2A, rule 169); mended
 * in 3.51.3, and in 3.44.6 and 3.50.7. `library` is the one in this process, as sqlite_version() spells it.
 */
export function walResetRace(library: string, mode: string): readonly Obstacle[] {
  if (mode !== 'wal' || !isAffected(library)) return []
  return [
    {
      id: 'wal-reset-race',
      stops: false,
      what: `SQLite ${library} has the WAL-reset race`,
      why: 'Several connections that write at the same time can damage the file.',
      remedy: 'Upgrade SQLite to 3.51.3 or later, here and in the application.',
    },
  ]
}

function isAffected(library: string): boolean {
  const [major = 0, minor = 0, patch = 0] = library.split('.').map(Number)
  if (major !== 3 || minor < 7) return false
  if (minor === 44) return patch < 6
  if (minor === 50) return patch < 7
  return minor < 51 || (minor === 51 && patch < 3)
}
