import type { Obstacle } from '../../../model/obstacle.ts'
import type { Reach } from '../../../model/reach.ts'

/** `mode` as PRAGMA journal_mode spells it. Of no interest to a plan that writes no rows. */
export function rollbackJournal(mode: string, { rewritten, indexed }: Reach): readonly Obstacle[] {
  if (mode === 'wal' || mode === 'memory' || rewritten.length + indexed.length === 0) return []
  return [
    {
      id: 'rollback-journal',
      stops: false,
      what: `the file is in journal mode ${mode}`,
      why: 'Readers have to wait while rows are written; with a write-ahead log they would go on.',
      remedy: 'pragma journal_mode = wal;',
    },
  ]
}
