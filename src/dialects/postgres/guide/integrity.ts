import type { GuideEntry } from '../../guide.ts'

/** Class 23: rows against rules. */
export const integrity: readonly GuideEntry[] = [
  {
    code: '23502',
    name: 'not_null_violation',
    kind: 'data',
    causes: [
      'Rows hold NULL in a column that becomes required.',
      'An application version that is still running leaves out a column that is required by now.',
      'A row with an old NULL was updated while NOT NULL is NOT VALID (PostgreSQL 18).',
    ],
    choices: [
      'Fill the NULLs with a backfill, or give the column a default.',
      'If rows with NULL keep arriving, wait until no old version writes, then resume.',
    ],
    ask: 'offenders',
  },
  {
    code: '23503',
    name: 'foreign_key_violation',
    kind: 'data',
    causes: [
      'Rows refer to rows that do not exist.',
      'A row that others refer to was deleted, or one was written, while the foreign key is not validated yet.',
    ],
    choices: [
      'Delete the rows, set their reference to NULL, or create what they refer to; then resume.',
      'Drop the foreign key of the table that was put aside, if that is what still refers.',
    ],
    ask: 'offenders',
  },
  {
    code: '23505',
    name: 'unique_violation',
    kind: 'data',
    causes: [
      'Several rows have the same key.',
      'A backfill, or a writer meanwhile, has made duplicates.',
      'A sequence is behind the highest id, so that it gives numbers that are taken.',
    ],
    choices: [
      'Keep one row of each key (merge what refers to the others), then resume.',
      'Declare the index with `where:` or NULLS NOT DISTINCT if the duplicates are right.',
      'Set the sequence with setval() above the highest id.',
    ],
    ask: 'offenders',
  },
  {
    code: '23514',
    name: 'check_violation',
    says: /no partition of relation/,
    kind: 'data',
    causes: ['A row belongs to no partition: one is missing, or is being detached.'],
    choices: ['Declare the partition, or a default one.', 'Let the detachment finish: `reconcile resume`.'],
    ask: 'offenders',
  },
  {
    code: '23514',
    name: 'check_violation',
    kind: 'data',
    causes: [
      'Rows break the check that is validated.',
      'An old row that breaks a NOT VALID check was updated, in whatever column.',
    ],
    choices: ['Correct the rows, or declare a backfill that does.', 'Loosen the check in the specs and plan again.'],
    ask: 'offenders',
  },
  {
    code: '23P01',
    name: 'exclusion_violation',
    kind: 'data',
    causes: ['Rows overlap where the exclusion allows no overlap.'],
    choices: ['Correct the rows, then resume.'],
    ask: 'offenders',
  },
  {
    code: '23',
    name: 'integrity_constraint_violation',
    kind: 'data',
    causes: ['Rows break a constraint.'],
    choices: ['Correct the rows first, then resume.'],
    ask: 'offenders',
  },
]
