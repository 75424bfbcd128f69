import type { GuideEntry } from '../../guide.ts'

const planAgain = 'Plan again: the database has changed since the plan.'

/** Classes 2B and 42: names, types and rights. */
export const objects: readonly GuideEntry[] = [
  taken('42P07', 'duplicate_table', 'tables, indexes, views and sequences of a schema share one set of names'),
  taken('42701', 'duplicate_column', 'the table has such a column already'),
  taken('42710', 'duplicate_object', 'a constraint, type, trigger, policy or label is called so already'),
  taken('42P06', 'duplicate_schema', 'there is such a schema already'),
  taken('42723', 'duplicate_function', 'there is such a function with the same arguments already'),
  missing('42P01', 'undefined_table', 'table, view or index'),
  missing('42703', 'undefined_column', 'column'),
  missing('42704', 'undefined_object', 'constraint, type, role or other object'),
  {
    ...missing('42883', 'undefined_function', 'function or operator'),
    choices: ['Check its spelling, its schema and the types it is given: a cast may be missing.', planAgain],
  },
  {
    code: '2BP01',
    name: 'dependent_objects_still_exist',
    kind: 'other',
    causes: ['Other objects are made of it: views, foreign keys, publications, functions with BEGIN ATOMIC.'],
    choices: [
      'Declare them in the specs, so that they are taken down and built again around the change.',
      'Change or drop them by hand first, then plan again. CASCADE would drop them for good.',
    ],
    ask: 'dependents',
  },
  {
    code: '42804',
    name: 'datatype_mismatch',
    says: /type of parameter .* does not match/,
    kind: 'other',
    causes: ['A function still has the plan of the column as it was before its type changed.'],
    choices: ['Reconnect those sessions, or run ALTER FUNCTION … RESET ALL on the function.'],
    ask: 'code',
  },
  plain(
    '42804',
    'datatype_mismatch',
    [
      'A value, default or key has no automatic cast to the type.',
      'The columns of a foreign key have types that cannot be compared.',
    ],
    [
      'Write a cast into the expression, or declare a backfill into a new column.',
      'Give both sides of the foreign key the same type.',
    ],
  ),
  plain(
    '42P16',
    'invalid_table_definition',
    ['A view would lose or reorder columns.', 'The column is inherited, or part of the primary key.'],
    ['Change the parent, or the key, in the specs; then plan again.'],
  ),
  plain(
    '42P17',
    'invalid_object_definition',
    [
      'An index, generated column or partition key uses a function that is not immutable: now(), a time zone, a cast by setting.',
    ],
    [
      'Use an immutable form: `at time zone`, a column that stores the value, or a function declared immutable that is.',
    ],
  ),
  {
    ...plain(
      '42830',
      'invalid_foreign_key',
      ['No primary key or full unique index has exactly the columns that are referred to.'],
      ['Declare a unique key for them; a partial or expression index does not count.'],
    ),
    ask: 'indexes',
  },
  {
    ...plain(
      '42P10',
      'invalid_column_reference',
      ['ON CONFLICT names columns that have no valid unique index.'],
      ['Keep the old index until the new one is valid.'],
    ),
    ask: 'indexes',
  },
  plain(
    '42809',
    'wrong_object_type',
    [
      'The statement does not apply to this kind of thing: an index that is partial, or of expressions, cannot back a key; a view takes no foreign key; partitioned tables take no NOT VALID key before 18.',
    ],
    ['Declare a plain index for the key, or plan against the server version that runs.'],
  ),
  {
    ...plain(
      '42501',
      'insufficient_privilege',
      [
        'The role, or the database for it, has session_replication_role set, and what it writes would go past triggers and foreign keys: Reconcile sets it back for its sessions, which takes a superuser.',
      ],
      [
        'Let an administrator take it back: `alter role … reset session_replication_role` (`alter role … in database … reset …`, `alter database … reset …`).',
        'Or grant the role `set on parameter session_replication_role` (since 15), or connect as another role.',
      ],
    ),
    says: /set parameter "session_replication_role"/,
    kind: 'privilege',
  },
  {
    ...plain(
      '42501',
      'insufficient_privilege',
      [
        'The role is neither the owner of the object nor a member of that role.',
        'The role may not create in the schema (nobody but the owner may in public since 15).',
      ],
      [
        "Connect as the owner, or grant the owner's role to the one that runs Reconcile.",
        'Grant CREATE on the schema.',
      ],
    ),
    kind: 'privilege',
    ask: 'rights',
  },
  plain(
    '42601',
    'syntax_error',
    ['An expression or body in the specs does not parse.', 'The form is younger than this server.'],
    ['Correct the text in the specs; the plan names its line.', 'Plan again, for the version of this server.'],
  ),
  {
    ...plain(
      '428C9',
      'generated_always',
      ['The column makes its own values, generated or as identity, and takes none.'],
      ['Leave it out of what is written, or declare it `identity: by default`.'],
    ),
    kind: 'data',
  },
]

function taken(code: string, name: string, why: string): GuideEntry {
  return {
    code,
    name,
    kind: 'other',
    causes: [`The name is taken: ${why}.`, 'Two names are the same once they are cut to 63 bytes.'],
    choices: [planAgain, 'Rename or drop what has the name, or write another one into the specs.'],
    ask: 'name_taken',
  }
}

function missing(code: string, name: string, what: string): GuideEntry {
  return {
    code,
    name,
    kind: 'other',
    causes: [
      `There is no such ${what}: an expression misspells it, or somebody has renamed or dropped it since the plan.`,
      'The body of a function or trigger still uses the old name.',
    ],
    choices: [planAgain, 'Correct the name in the specs, or in the function that is named.'],
    ask: 'code',
  }
}

function plain(code: string, name: string, causes: readonly string[], choices: readonly string[]): GuideEntry {
  return { code, name, kind: 'other', causes, choices, ask: null }
}
