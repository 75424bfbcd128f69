import type { DatabaseFailure } from '../dialect.ts'

interface Meaning {
  readonly kind: DatabaseFailure['kind']
  readonly hint: string
}

/** hazards.md 6B, by primary code; extended codes fall back to it. */
const meanings: Readonly<Record<string, Meaning>> = {
  SQLITE_BUSY: {
    kind: 'lock',
    hint: 'Another connection holds the file. It is tried again; if it goes on, end the transaction that is open elsewhere.',
  },
  SQLITE_BUSY_SNAPSHOT: {
    kind: 'conflict',
    hint: 'Another connection has written since this transaction began. It is tried again from the start.',
  },
  SQLITE_LOCKED: {
    kind: 'conflict',
    hint: 'Another statement of this connection is still running. It is tried again.',
  },
  SQLITE_SCHEMA: { kind: 'conflict', hint: 'The schema changed meanwhile. It is tried again.' },
  SQLITE_INTERRUPT: { kind: 'cancelled', hint: 'It was interrupted.' },
  SQLITE_CONSTRAINT: {
    kind: 'data',
    hint: 'Rows do not meet the new rule. Correct the rows, or relax the rule in the spec.',
  },
  SQLITE_CONSTRAINT_NOTNULL: { kind: 'data', hint: 'Rows hold NULL there. Give them a value, or declare a backfill.' },
  SQLITE_CONSTRAINT_CHECK: { kind: 'data', hint: 'Rows do not meet the check. Correct them, or relax the check.' },
  SQLITE_CONSTRAINT_UNIQUE: { kind: 'data', hint: 'Rows hold the same key. Merge or correct the duplicates.' },
  SQLITE_CONSTRAINT_PRIMARYKEY: { kind: 'data', hint: 'Rows hold the same key. Merge or correct the duplicates.' },
  SQLITE_CONSTRAINT_FOREIGNKEY: {
    kind: 'data',
    hint: 'Rows refer to rows that do not exist: see `pragma foreign_key_check`.',
  },
  SQLITE_CONSTRAINT_TRIGGER: { kind: 'data', hint: 'A trigger, or ON DELETE RESTRICT, refused it.' },
  SQLITE_CONSTRAINT_DATATYPE: {
    kind: 'data',
    hint: 'A STRICT table takes only values of the declared type. Correct the values: see typeof().',
  },
  SQLITE_MISMATCH: {
    kind: 'data',
    hint: 'An integer primary key takes only integers. Correct the values: see typeof().',
  },
  SQLITE_FULL: {
    kind: 'other',
    hint: 'The disk is full: a rebuild needs twice the size of the table. Free some space and resume.',
  },
  SQLITE_IOERR: { kind: 'other', hint: 'The disk did not do as asked. Check it and its free space, then resume.' },
  SQLITE_NOMEM: { kind: 'other', hint: 'The process ran out of memory.' },
  SQLITE_READONLY: {
    kind: 'privilege',
    hint: 'This user may not write to the file or to its directory (SQLite creates -wal and -shm beside it).',
  },
  SQLITE_PERM: { kind: 'privilege', hint: 'This user may not use the file as asked. Check its rights.' },
  SQLITE_AUTH: { kind: 'privilege', hint: 'The library refuses this statement.' },
  SQLITE_CANTOPEN: {
    kind: 'lost',
    hint: 'The file cannot be opened any more. Check the path, its rights and the limit of open files.',
  },
  SQLITE_CORRUPT: {
    kind: 'other',
    hint: 'The file is damaged. Stop, and restore it from a backup; `pragma integrity_check` says more.',
  },
  SQLITE_NOTADB: { kind: 'other', hint: 'The file is not a SQLite database, or it is encrypted.' },
  SQLITE_TOOBIG: { kind: 'data', hint: 'A value or statement is larger than SQLite allows.' },
}

/** SQLITE_ERROR says nothing by itself; the message does (6B). */
const byMessage: readonly { readonly pattern: RegExp; readonly meaning: Meaning }[] = [
  {
    pattern: /^error in (?:view|trigger|index|table) /,
    meaning: {
      kind: 'other',
      hint: 'That object does not compile, before or because of this change. Repair or drop it first.',
    },
  },
  {
    pattern: /foreign key mismatch/,
    meaning: {
      kind: 'other',
      hint: 'A foreign key has to point to a primary key or a unique index of the same columns. Create it first.',
    },
  },
  {
    pattern: /no such (?:table|column|function|index)|no such collation/,
    meaning: { kind: 'other', hint: 'The database has changed since the plan, or the name is misspelt. Plan again.' },
  },
  {
    pattern: /already exists|already an index|already a table/,
    meaning: { kind: 'other', hint: 'The name is taken. The database has changed since the plan: plan again.' },
  },
  {
    pattern: /database connection is not open/,
    meaning: { kind: 'lost', hint: 'The session was closed. Resume the run.' },
  },
]

const unknown: Meaning = { kind: 'other', hint: 'See the message of the database.' }

/** What an error of better-sqlite3 means here. Codes are SQLite's extended code names. */
export function failure(error: unknown): DatabaseFailure {
  const message = error instanceof Error ? error.message : String(error)
  const code = codeOf(error)
  const meaning = byMessage.find(({ pattern }) => pattern.test(message))?.meaning
  if (code === null)
    return {
      code,
      message,
      detail: null,
      kind: meaning?.kind === 'lost' ? 'lost' : 'other',
      hint: meaning?.hint ?? unknown.hint,
    }
  const known = meanings[code] ?? meanings[primaryOf(code)] ?? meaning ?? unknown
  return { code, message, detail: null, ...known }
}

function codeOf(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null
  return error.code.startsWith('SQLITE_') ? error.code : null
}

/** `SQLITE_CONSTRAINT_ROWID` is a kind of `SQLITE_CONSTRAINT`. */
function primaryOf(code: string): string {
  return code.split('_').slice(0, 2).join('_')
}
