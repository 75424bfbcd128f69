import type { FailureKind, GuideEntry } from '../../guide.ts'

/** Rows against rules (hazards.md 6B). */
export const constraints: readonly GuideEntry[] = [
  data('SQLITE_CONSTRAINT_NOTNULL', 'NOT NULL constraint failed', 'Rows hold NULL where it is not allowed.', [
    'Give the rows a value, or declare a backfill.',
  ]),
  data('SQLITE_CONSTRAINT_CHECK', 'CHECK constraint failed', 'Rows do not meet the check.', [
    'Correct the rows, or loosen the check in the specs.',
  ]),
  data('SQLITE_CONSTRAINT_UNIQUE', 'UNIQUE constraint failed', 'Several rows have the same key.', [
    'Merge or correct the duplicates, then resume.',
  ]),
  data('SQLITE_CONSTRAINT_PRIMARYKEY', 'UNIQUE constraint failed', 'Several rows have the same primary key.', [
    'Merge or correct the duplicates, then resume.',
  ]),
  data('SQLITE_CONSTRAINT_ROWID', 'UNIQUE constraint failed', 'A rowid is taken already.', [
    'Let SQLite choose the number, or correct the row.',
  ]),
  {
    ...data('SQLITE_CONSTRAINT_FOREIGNKEY', 'FOREIGN KEY constraint failed', 'Rows refer to rows that do not exist.', [
      'Delete the rows, set their reference to NULL, or create what they refer to; then resume.',
    ]),
    ask: 'foreign_keys',
  },
  data('SQLITE_CONSTRAINT_TRIGGER', 'constraint failed', 'A trigger refused it (RAISE), or ON DELETE RESTRICT did.', [
    'Correct the rows, or change the trigger in the specs.',
  ]),
  data('SQLITE_CONSTRAINT_DATATYPE', 'cannot store', 'A STRICT table takes values of the declared type only.', [
    'Correct the values: typeof() tells what they are.',
  ]),
  data(
    'SQLITE_CONSTRAINT',
    'constraint failed',
    'Rows do not meet the rule that comes (ALTER TABLE says no more; 3.53.0 to 3.53.4 also count NULLs).',
    ['Correct the rows, or write `c is null or …` into the check.'],
  ),
  data('SQLITE_MISMATCH', 'datatype mismatch', 'Something that is no integer goes into an integer primary key.', [
    'Correct the values: typeof() tells what they are.',
  ]),
  data('SQLITE_TOOBIG', 'string or blob too big', 'A value or statement is larger than SQLite allows.', [
    'Shorten the value, or move it into a file.',
  ]),
]

function data(code: string, name: string, cause: string, choices: readonly string[]): GuideEntry {
  const kind: FailureKind = 'data'
  return { code, name, kind, causes: [cause], choices, ask: 'offenders' }
}
