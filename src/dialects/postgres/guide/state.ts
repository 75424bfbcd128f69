import type { GuideEntry } from '../../guide.ts'

/** Classes 0A and 55: not in this form, or not now. */
export const state: readonly GuideEntry[] = [
  {
    code: '0A000',
    name: 'feature_not_supported',
    says: /cached plan must not change result type/,
    kind: 'other',
    causes: ['A prepared statement was made for the columns as they were before.'],
    choices: ['Resume: it goes away with the next try. Sessions of the application reconnect or deallocate.'],
    ask: null,
  },
  {
    code: '0A000',
    name: 'feature_not_supported',
    says: /cannot alter type of a column/,
    kind: 'other',
    causes: ['A view, rule, policy, trigger, generated column or publication uses the column.'],
    choices: ['Declare it in the specs, so that it is taken down and built again around the change; or drop it first.'],
    ask: 'dependents',
  },
  {
    code: '0A000',
    name: 'feature_not_supported',
    kind: 'other',
    causes: [
      'The server has no such form: CONCURRENTLY on a partitioned table, an index on a virtual column, a default while the row type is a column elsewhere.',
    ],
    choices: ['See the message; write the change in another form, and plan again.'],
    ask: 'dependents',
  },
  {
    code: '55P03',
    name: 'lock_not_available',
    kind: 'lock',
    causes: [
      'Somebody holds a lock on the table, and the step does not make the application wait behind it.',
      'An old snapshot is open that an index built CONCURRENTLY has to wait for.',
    ],
    choices: [
      'Let that transaction finish, or end it with pg_terminate_backend(pid); then resume.',
      'Resume in a quiet hour, or raise lock_window of the target.',
    ],
    ask: 'blockers',
  },
  {
    code: '55P04',
    name: 'unsafe_new_enum_value_usage',
    kind: 'other',
    causes: ['A new label is used in the transaction that adds it.'],
    choices: ['Resume: the transaction that added it is over then.'],
    ask: null,
  },
  {
    code: '55006',
    name: 'object_in_use',
    kind: 'other',
    causes: [
      'The table has pending trigger events or an open cursor in this transaction.',
      'Somebody is connected to what should go.',
    ],
    choices: ['Make the constraint checked at once (not deferred), or change rows and schema in separate plans.'],
    ask: 'blockers',
  },
  {
    code: '55000',
    name: 'object_not_in_prerequisite_state',
    kind: 'other',
    causes: [
      'An index is not valid, a partition is already being detached, or an identity column lacks NOT NULL.',
      'A published table has no replica identity, so that its rows cannot be updated.',
    ],
    choices: ['Put it into the state that the message asks for, then resume: what was left half done is repaired.'],
    ask: 'indexes',
  },
]
