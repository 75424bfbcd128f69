import type { GuideEntry } from '../../guide.ts'

const resume = 'Run `reconcile resume`: it asks the catalogue how far the step has come and goes on from there.'

/** Classes 08, 25, 40, 57: sessions and transactions that end before their work does. */
export const transactions: readonly GuideEntry[] = [
  ended('08006', 'connection_failure', 'The connection was lost; whether the statement took effect is not known.'),
  ended(
    '08003',
    'connection_does_not_exist',
    'The connection is gone; whether the statement took effect is not known.',
  ),
  ended('08', 'connection_exception', 'The connection is gone; whether the statement took effect is not known.'),
  ended(
    '57P01',
    'admin_shutdown',
    'The server ended the session: it is shut down, or somebody has terminated the backend.',
  ),
  ended('57P02', 'crash_shutdown', 'A process of the server crashed, and the server starts again.'),
  ended('57P03', 'cannot_connect_now', 'The server is starting up or shutting down.'),
  {
    ...ended('25P03', 'idle_in_transaction_session_timeout', 'idle_in_transaction_session_timeout ended the session.'),
    ask: 'timeouts',
  },
  { ...ended('25P04', 'transaction_timeout', 'transaction_timeout ended the session.'), ask: 'timeouts' },
  {
    code: '25P02',
    name: 'in_failed_sql_transaction',
    kind: 'other',
    causes: ['A statement was sent in a transaction that had failed already: the first error is the one that counts.'],
    choices: ['Look at the error before this one; nothing of the transaction was kept.'],
    ask: null,
  },
  {
    code: '25001',
    name: 'active_sql_transaction',
    kind: 'other',
    causes: [
      'A statement that PostgreSQL runs outside of transactions only was sent inside of one.',
      'A pooler stands between and opens transactions of its own.',
    ],
    choices: ['Connect to the server directly, then resume.'],
    ask: null,
  },
  {
    code: '25006',
    name: 'read_only_sql_transaction',
    kind: 'privilege',
    causes: ['The connection leads to a standby.', 'default_transaction_read_only is on for this role or database.'],
    choices: [
      'Use the URL of the primary, or add target_session_attrs=read-write.',
      'Switch default_transaction_read_only off for the role that runs Reconcile.',
    ],
    ask: 'recovery',
  },
  {
    code: '40P01',
    name: 'deadlock_detected',
    kind: 'conflict',
    causes: [
      'The step and a transaction of the application waited for each other, because they lock tables in another order.',
      'Two indexes were built CONCURRENTLY on one table at a time.',
    ],
    choices: [
      'Resume: it is tried again, best when there is less traffic.',
      'The log of the server shows both statements.',
    ],
    ask: 'blockers',
  },
  {
    code: '40001',
    name: 'serialization_failure',
    kind: 'conflict',
    causes: [
      'Another transaction changed the same rows, and default_transaction_isolation is stricter than read committed.',
      'A standby had to cancel the query to keep up.',
    ],
    choices: ['Resume: it is tried again.'],
    ask: 'blockers',
  },
  {
    code: '57014',
    name: 'query_canceled',
    says: /statement timeout/,
    kind: 'cancelled',
    causes: ['The statement took longer than its time limit.'],
    choices: [
      'Resume when the server has less to do; a larger table than expected may need a quiet hour.',
      'For a backfill: write fewer rows into `batch:`.',
    ],
    ask: 'timeouts',
  },
  {
    code: '57014',
    name: 'query_canceled',
    kind: 'cancelled',
    causes: ['The statement was cancelled, by a time limit or by somebody.'],
    choices: [resume],
    ask: 'timeouts',
  },
]

function ended(code: string, name: string, cause: string): GuideEntry {
  return { code, name, kind: 'lost', causes: [cause], choices: [resume], ask: null }
}
