import type { GuideEntry } from '../../guide.ts'

const stop = 'Stop and look at the server first: nothing should be written until it is understood.'

/** Classes 28, 53, 54, 58 and XX: the server, its disk and its limits. */
export const resources: readonly GuideEntry[] = [
  {
    code: '28',
    name: 'invalid_authorization_specification',
    kind: 'privilege',
    causes: ['The server does not let this user in: a wrong password, or pg_hba.conf.'],
    choices: ['Correct the URL of the target, or the entry in pg_hba.conf.'],
    ask: null,
  },
  {
    code: '53100',
    name: 'disk_full',
    kind: 'other',
    causes: [
      'A rewrite needs room for the whole table and its indexes once more, an index for itself and its sort.',
      'A replication slot that nobody reads keeps WAL.',
    ],
    choices: [
      'Make room, then resume; what the statement had written is gone already.',
      'A slot that is not needed any more may be dropped, by whoever knows what reads it.',
    ],
    ask: 'space',
  },
  {
    code: '53200',
    name: 'out_of_memory',
    kind: 'other',
    causes: [
      'The server is out of shared memory for locks: a table with many partitions takes one for each.',
      'The server is out of memory.',
    ],
    choices: ['Raise max_locks_per_transaction (needs a restart), or change fewer partitions in a plan.'],
    ask: 'limits',
  },
  {
    code: '53300',
    name: 'too_many_connections',
    kind: 'other',
    causes: ['All connections are taken; a run uses up to three.'],
    choices: ['Free some, or raise max_connections; then resume.'],
    ask: 'limits',
  },
  {
    code: '53400',
    name: 'configuration_limit_exceeded',
    kind: 'other',
    causes: ['A limit in the configuration of the server is reached.'],
    choices: ['See the message, raise the limit, then resume.'],
    ask: 'limits',
  },
  {
    code: '53',
    name: 'insufficient_resources',
    kind: 'other',
    causes: ['The server is short of something.'],
    choices: ['Try again later: `reconcile resume`.'],
    ask: 'limits',
  },
  {
    code: '54000',
    name: 'program_limit_exceeded',
    kind: 'other',
    causes: ['A value is too large for an index row (a third of a page, about 2,700 bytes).'],
    choices: ['Index a prefix, a hash of the value, or use another method (gin for jsonb and text search).'],
    ask: null,
  },
  {
    code: '54001',
    name: 'statement_too_complex',
    kind: 'other',
    causes: ['An expression, or functions that call each other, are nested too deeply.'],
    choices: ['Write it more simply, or raise max_stack_depth.'],
    ask: null,
  },
  {
    code: '54011',
    name: 'too_many_columns',
    kind: 'other',
    causes: ['A table has 1,600 columns at most, dropped ones included; an index has 32.'],
    choices: [
      'Copy the table into a new one, which leaves the dropped columns behind.',
      'Name fewer columns in the index.',
    ],
    ask: null,
  },
  {
    code: '58030',
    name: 'io_error',
    kind: 'other',
    causes: ['The server could not read or write its disk.'],
    choices: [stop],
    ask: null,
  },
  {
    code: 'XX001',
    name: 'data_corrupted',
    kind: 'other',
    causes: ['The server found damaged data.'],
    choices: [stop, 'Check with amcheck, and have the last good backup at hand.'],
    ask: null,
  },
  {
    code: 'XX002',
    name: 'index_corrupted',
    kind: 'other',
    causes: ['The server found a damaged index.'],
    choices: [stop, 'Check with amcheck; REINDEX INDEX CONCURRENTLY builds it anew.'],
    ask: null,
  },
]
