import type { FailureKind, GuideEntry } from '../../guide.ts'

/** The file, its locks and its disk (hazards.md 6B). */
export const file: readonly GuideEntry[] = [
  entry('SQLITE_BUSY', 'database is locked', 'lock', {
    causes: [
      'Another connection is writing.',
      'Without WAL a reader that is open keeps writers out as well.',
      'Another process is cleaning up after a crash (BUSY_RECOVERY).',
    ],
    choices: [
      'End the transaction that is open elsewhere, then resume.',
      'Use WAL, and a busy_timeout and BEGIN IMMEDIATE in the application.',
    ],
    ask: 'limits',
  }),
  entry('SQLITE_BUSY_SNAPSHOT', 'database is locked', 'conflict', {
    causes: ['Another connection has written since this transaction began to read; waiting does not help.'],
    choices: ['Resume: it begins anew. An application uses BEGIN IMMEDIATE where it is going to write.'],
  }),
  entry('SQLITE_LOCKED', 'database table is locked', 'conflict', {
    causes: ['A statement of the same connection is still running, or a cache is shared.'],
    choices: ['Resume: it is tried again.'],
  }),
  entry('SQLITE_SCHEMA', 'database schema has changed', 'conflict', {
    causes: ['The schema changed while the statement was being prepared.'],
    choices: ['Resume: it is tried again.'],
  }),
  entry('SQLITE_INTERRUPT', 'interrupted', 'cancelled', {
    causes: ['It was interrupted.'],
    choices: ['Run `reconcile resume`.'],
  }),
  entry('SQLITE_FULL', 'database or disk is full', 'other', {
    causes: ['The disk is full: a rebuild needs room for the table once more, and for the WAL.'],
    choices: ['Make room, then resume.'],
    ask: 'space',
  }),
  entry('SQLITE_IOERR', 'disk I/O error', 'other', {
    causes: ['The disk did not do as asked, or the file is on a share that cannot lock.'],
    choices: ['Check the disk and its free space, then resume.'],
    ask: 'space',
  }),
  entry('SQLITE_NOMEM', 'out of memory', 'other', {
    causes: ['The process ran out of memory.'],
    choices: ['Give it more, then resume.'],
  }),
  entry('SQLITE_READONLY', 'attempt to write a readonly database', 'privilege', {
    causes: ['This user may not write to the file, or not to its folder, where -wal and -shm are made.'],
    choices: ['Change the rights of the file and of its folder.'],
  }),
  entry('SQLITE_CANTOPEN', 'unable to open database file', 'lost', {
    causes: ['The file cannot be opened any more: its path, its rights, or too many open files.'],
    choices: ['Check the path and the rights, then run `reconcile resume`.'],
  }),
  entry('SQLITE_PERM', 'access permission denied', 'privilege', {
    causes: ['This user may not use the file as asked.'],
    choices: ['Change the rights of the file.'],
  }),
  entry('SQLITE_CORRUPT', 'database disk image is malformed', 'other', {
    causes: ['The file is damaged.'],
    choices: ['Stop. Restore it from a backup; `.recover` of the sqlite3 shell saves what can be read.'],
    ask: 'integrity',
  }),
  entry('SQLITE_NOTADB', 'file is not a database', 'other', {
    causes: ['The file is no SQLite database, or it is encrypted.'],
    choices: ['Correct the path of the target.'],
  }),
]

interface Meaning extends Pick<GuideEntry, 'causes' | 'choices'> {
  readonly ask?: GuideEntry['ask']
}

function entry(code: string, name: string, kind: FailureKind, { causes, choices, ask = null }: Meaning): GuideEntry {
  return { code, name, kind, causes, choices, ask }
}
