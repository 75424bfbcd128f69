import type { GuideEntry } from '../../guide.ts'

const planAgain = 'Plan again: the database has changed since the plan.'

/** SQLITE_ERROR says nothing by itself; the message does (hazards.md 6B). */
export const statements: readonly GuideEntry[] = [
  {
    ...said(/^error in (?:view|trigger|index|table) /, 'error in view or trigger', [
      'A view or trigger does not compile, before or because of this change.',
    ]),
    choices: ['Repair it in the specs, or drop it; then plan again.'],
    ask: 'broken',
  },
  {
    ...said(/foreign key mismatch/, 'foreign key mismatch', [
      'What a foreign key refers to is neither the primary key nor has a unique index of exactly these columns.',
    ]),
    choices: ['Declare a unique key for them first, or keep the one that goes.'],
    ask: 'foreign_keys',
  },
  {
    ...said(/no such (?:table|column|function|index)|no such collation/, 'no such table or column', [
      'The name is misspelt, or somebody has renamed or dropped it since the plan.',
      'A trigger, also one of another table, still uses the old name.',
    ]),
    choices: [planAgain, 'Correct the trigger or view that is named.'],
    ask: 'code',
  },
  {
    ...said(/already exists|already an index|already a table|duplicate column name/, 'already exists', [
      'The name is taken: tables, views and indexes share one set of names.',
    ]),
    choices: [planAgain, 'Rename or drop what has the name, or write another one into the specs.'],
    ask: 'name_taken',
  },
  {
    ...said(
      /Cannot add a|non-constant default|cannot add a STORED column|constraint may not be dropped|cannot drop/i,
      'cannot add or drop',
      ['ALTER TABLE of this library has no such form.'],
    ),
    choices: ['Plan again with this library: the table is then rebuilt.'],
  },
  {
    ...said(/has \d+ columns but \d+ values/, 'table has N columns but M values', [
      'An INSERT without a list of columns, in a trigger or in the application, counts on the old ones.',
    ]),
    choices: ['Write the list of columns into it.'],
    ask: 'code',
  },
  {
    ...said(/may not be modified|not authorized/, 'may not be modified', ['The library protects its own tables.']),
    choices: ['Change the schema by statements, not by writing to sqlite_schema.'],
  },
  {
    code: 'SQLITE_ERROR',
    name: 'SQL error',
    kind: 'other',
    causes: ['The statement is wrong for this database: the message says where.'],
    choices: ['Correct the text in the specs, then plan again.'],
    ask: null,
  },
  ...['SQLITE_AUTH', 'SQLITE_RANGE', 'SQLITE_MISUSE'].map(
    (code): GuideEntry => ({
      code,
      name: { SQLITE_AUTH: 'not authorized', SQLITE_RANGE: 'column index out of range' }[code] ?? 'bad parameter',
      kind: code === 'SQLITE_AUTH' ? 'privilege' : 'other',
      causes: [
        code === 'SQLITE_AUTH' ? 'The library refuses this statement.' : 'The library was called in a wrong way.',
      ],
      choices: ['Plan again; if it comes back, report it with the plan.'],
      ask: null,
    }),
  ),
]

function said(says: RegExp, name: string, causes: readonly string[]): Omit<GuideEntry, 'choices'> {
  return { code: 'SQLITE_ERROR', name, says, kind: 'other', causes, ask: null }
}
