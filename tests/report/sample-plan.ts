import type { Hazard } from '../../src/model/hazard.ts'
import type { ObjectName } from '../../src/model/name.ts'
import type { Obstacle } from '../../src/model/obstacle.ts'
import type { Plan } from '../../src/model/plan.ts'
import type { Run, StepRecord, StepStatus } from '../../src/model/run.ts'
import { emptySchema } from '../../src/model/schema.ts'
import type { LockMode, Statement } from '../../src/model/statement.ts'
import type { DdlAction, Inverse, Phase, Step } from '../../src/model/step.ts'
import type { ShownTarget } from '../../src/report/step-text.ts'

/** A plan with every kind of step, as a person would meet it in production. */
export const samplePlan: Plan = {
  version: 1,
  id: '7f3c9a12d4e5b6a798081726354453627180f9e8d7c6b5a493827160594837ab',
  target: { name: 'production', dialect: 'postgres', serverVersion: '18.4' },
  actual: 'a'.repeat(64),
  desired: 'd'.repeat(64),
  gate: true,
  before: emptySchema,
  schema: emptySchema,
  spellings: {},
  backfills: [],
  unmanaged: [
    { kind: 'table', name: name('legacy_import') },
    { kind: 'table', name: name('audit_log', 'ops') },
  ],
  unmodeled: [{ kind: 'view', name: name('active_customers'), table: name('customers'), sql: null }],
  steps: sampleSteps(),
}

export const sampleTarget: ShownTarget = {
  name: 'production',
  dialect: 'postgres',
  shownAs: 'postgres://app:***@db1/loyalty',
  gate: 'manual',
  gateConditions: [],
  lockBudgetMs: 1000,
}

/** The same target with nothing left to do. */
export const syncedPlan: Plan = { ...samplePlan, steps: [], gate: false }

/** Only additions, all of them exact, nobody waits: the mildest plan there is. */
export const mildPlan: Plan = {
  ...samplePlan,
  id: '11112222d4e5b6a798081726354453627180f9e8d7c6b5a493827160594837ab',
  steps: samplePlan.steps.slice(0, 2),
  gate: false,
  unmanaged: [],
  unmodeled: [],
}

/** SQLite rebuilds a table, and names are what people really call things. */
export const rebuildPlan: Plan = {
  ...samplePlan,
  id: '99887766d4e5b6a798081726354453627180f9e8d7c6b5a493827160594837ab',
  target: { name: 'dev', dialect: 'sqlite', serverVersion: '3.53.2' },
  gate: false,
  unmanaged: [],
  unmodeled: [],
  steps: [
    step('1.1', 'expand', 'rebuild table 顧客ポイント履歴テーブル (2 changes)', 'rebuild_table', {
      subject: { schema: 'main', name: '顧客ポイント履歴テーブル' },
      action: {
        ...ddl([
          statement('CREATE TABLE _rq_new (id integer PRIMARY KEY, 点数 integer NOT NULL)', 'write', name('_rq_new')),
          statement('INSERT INTO _rq_new SELECT id, 点数 FROM 顧客ポイント履歴テーブル', 'write', name('_rq_new')),
        ]),
        session: 'rebuild',
      },
      inverse: { exactness: 'exact', note: 'rebuilds the table as it was; rows and rowids stay', action: ddl([]) },
      estimate: { rows: 1200, durationMs: 40, lockMs: 40 },
      reason: '点数 becomes NOT NULL, which SQLite can only do by a rebuild \u001b[31m(R20)\u001b[0m',
    }),
  ],
}

/** A run of the sample plan in which the first steps have these statuses and the rest are pending. */
export function sampleRun(status: Run['status'], statuses: readonly StepStatus[], plan: Plan = samplePlan): Run {
  return {
    id: 'r-20261120-0912',
    plan,
    status,
    startedAt: '2026-11-20T09:12:00.000Z',
    finishedAt: status === 'running' ? null : '2026-11-20T09:19:05.000Z',
    owner: 'mira@build-7 pid 4211',
    steps: plan.steps.map((each, index) => record(each, statuses[index] ?? 'pending')),
  }
}

function record({ id, phase }: Step, status: StepStatus): StepRecord {
  const ended = status === 'done' || status === 'undone' || status === 'failed'
  return {
    id,
    phase,
    status,
    attempts: status === 'pending' ? 0 : status === 'failed' ? 3 : 1,
    startedAt: status === 'pending' ? null : '2026-11-20T09:12:00.000Z',
    finishedAt: ended ? '2026-11-20T09:12:01.250Z' : null,
    error:
      status === 'failed'
        ? { message: 'canceling statement due to lock timeout', sqlState: '55P03', details: ['found: pid 42'] }
        : null,
  }
}

function sampleSteps(): readonly Step[] {
  const customers = name('customers')
  const source = (line: number) => ({ file: 'specs/customers.yaml', line, column: 7, length: 4 })
  const tierBackfill = {
    name: 'tier_from_points',
    table: customers,
    set: [
      {
        column: 'tier_id',
        expression:
          '(select t.id from tiers t where t.min_points <= customers.points order by t.min_points desc limit 1)',
      },
    ],
    where: 'tier_id is null',
    batch: { rows: 5000, targetMs: 200 },
  }
  const key = [{ column: 'id', type: 'bigint' }]
  return [
    step('1.1', 'expand', 'create table tiers', 'create_table', {
      subject: name('tiers'),
      action: ddl([
        statement(
          'CREATE TABLE tiers (\n\tid smallint GENERATED ALWAYS AS IDENTITY,\n\tname text NOT NULL,\n\tmin_points integer NOT NULL,\n\tCONSTRAINT tiers_pkey PRIMARY KEY (id)\n)',
          'access_exclusive',
          name('tiers'),
        ),
      ]),
      inverse: {
        exactness: 'exact',
        note: 'dropped while it is empty; with rows in it, put into quarantine',
        action: ddl([
          statement('ALTER TABLE tiers SET SCHEMA reconcile_quarantine', 'access_exclusive', name('tiers')),
        ]),
        discard: {
          unused: { sql: 'SELECT 1 FROM tiers LIMIT 1', expect: 'no_rows', failure: '', help: '' },
          action: ddl([statement('DROP TABLE tiers', 'access_exclusive', name('tiers'))]),
        },
      },
      estimate: { rows: 0, durationMs: 4, lockMs: 0 },
      reason: 'in the spec, not in the database',
      source: { ...source(1), file: 'specs/tiers.yaml' },
    }),
    step('1.2', 'expand', 'add column customers.tier_id', 'add_column', {
      action: ddl([statement('ALTER TABLE customers ADD COLUMN tier_id smallint', 'access_exclusive', customers)]),
      inverse: {
        exactness: 'exact',
        note: 'the column is renamed out of the way, or dropped while it holds nothing',
        action: ddl([
          statement('ALTER TABLE customers RENAME COLUMN tier_id TO _rq_tier_id', 'access_exclusive', customers),
        ]),
      },
      estimate: { rows: null, durationMs: 6, lockMs: 6 },
      reason: 'a nullable column is a change of the catalog only',
      source: source(14),
    }),
    step('1.3', 'expand', 'create index customers_tier_idx', 'create_index', {
      action: ddl([
        {
          ...statement(
            'CREATE INDEX CONCURRENTLY customers_tier_idx ON customers (tier_id)',
            'share_update_exclusive',
            customers,
          ),
          transactional: false,
          timeout: 'concurrent',
          work: 'index_build',
        },
      ]),
      inverse: {
        exactness: 'exact',
        note: 'the index is dropped concurrently',
        action: ddl([
          {
            ...statement('DROP INDEX CONCURRENTLY customers_tier_idx', 'share_update_exclusive', customers),
            transactional: false,
          },
        ]),
      },
      estimate: { rows: 4_102_000, durationMs: 62_000, lockMs: 0 },
      reason: 'built concurrently because the table has rows',
      source: source(31),
    }),
    step('1.4', 'expand', 'add value gift to enum entry_kind', 'extend_enum', {
      subject: name('entry_kind'),
      action: ddl([
        { ...statement("ALTER TYPE entry_kind ADD VALUE 'gift'", 'access_share', name('entry_kind')), locks: [] },
      ]),
      inverse: {
        exactness: 'none',
        note: 'PostgreSQL cannot take a value out of an enum; it stays, unused',
        action: { kind: 'nothing' },
      },
      hazards: [
        hazard(
          'enum-value-stays',
          'warn',
          'entry_kind keeps the value gift for ever',
          'a lookup table, if values come and go',
        ),
      ],
      estimate: { rows: null, durationMs: 3, lockMs: 0 },
      reason: 'gift is new in the spec',
      source: { ...source(3), file: 'specs/points.yaml' },
    }),
    step('2.1', 'backfill', 'backfill customers.tier_from_points', 'run_backfill', {
      action: { kind: 'backfill', backfill: tierBackfill, key, archive: name('tier_from_points_old', 'reconcile') },
      inverse: {
        exactness: 'exact',
        note: 'rows that still hold what the backfill wrote get their old value back',
        action: { kind: 'restore', backfill: tierBackfill, key, archive: name('tier_from_points_old', 'reconcile') },
      },
      estimate: { rows: 4_102_000, durationMs: 420_000, lockMs: 0 },
      reason: 'declared on customers',
      source: source(40),
    }),
    step('3.1', 'validate', 'validate constraint customers_tier_id_fkey', 'validate_constraint', {
      action: ddl([
        {
          ...statement(
            'ALTER TABLE customers VALIDATE CONSTRAINT customers_tier_id_fkey',
            'share_update_exclusive',
            customers,
          ),
          timeout: 'validate',
          work: 'scan',
        },
      ]),
      inverse: {
        exactness: 'exact',
        note: 'nothing to take back: the constraint itself is taken back by 1.2',
        action: { kind: 'nothing' },
      },
      estimate: { rows: 4_102_000, durationMs: 9_000, lockMs: 0 },
      reason: 'proves rows written before the constraint',
      source: source(14),
    }),
    step('4.1', 'contract', 'change type of customers.points from bigint to integer', 'change_type', {
      action: ddl([
        {
          ...statement('ALTER TABLE customers ALTER COLUMN points TYPE integer', 'access_exclusive', customers),
          timeout: 'blocking',
          work: 'rewrite',
        },
      ]),
      inverse: {
        exactness: 'lossy',
        note: 'the type comes back; values that were rounded do not',
        action: ddl([
          statement('ALTER TABLE customers ALTER COLUMN points TYPE bigint', 'access_exclusive', customers),
        ]),
      },
      hazards: [
        hazard(
          'rewrites-table',
          'block',
          'customers (4.1M rows) is rewritten under ACCESS EXCLUSIVE: nobody reads or writes it for about a minute',
          'add a new column, backfill it, and rename it in a later plan; Reconcile does so when the type is changed with via: column',
        ),
      ],
      estimate: { rows: 4_102_000, durationMs: 48_000, lockMs: 48_000 },
      reason: 'the spec says integer',
      source: source(12),
    }),
    step('4.2', 'contract', 'drop column customers.mail', 'drop_column', {
      action: ddl([statement('ALTER TABLE customers RENAME COLUMN mail TO _rq_mail', 'access_exclusive', customers)]),
      inverse: {
        exactness: 'exact',
        note: 'the column is renamed back with its values',
        action: ddl([statement('ALTER TABLE customers RENAME COLUMN _rq_mail TO mail', 'access_exclusive', customers)]),
      },
      quarantines: [
        { kind: 'column', name: customers, column: 'mail', keptAs: { name: customers, column: '_rq_mail' } },
      ],
      estimate: { rows: null, durationMs: 8, lockMs: 8 },
      reason: 'managed, and no longer in the spec',
      source: null,
    }),
  ]
}

function name(object: string, schema = 'public'): ObjectName {
  return { schema, name: object }
}

type StepParts = Partial<Omit<Step, 'inverse' | 'id' | 'phase' | 'title' | 'change'>> &
  Pick<Step, 'action'> & { readonly inverse: Partial<Inverse> & Pick<Inverse, 'exactness' | 'note' | 'action'> }

function step(id: string, phase: Phase, title: string, change: Step['change'], parts: StepParts): Step {
  return {
    id,
    phase,
    title,
    change,
    subject: name('customers'),
    prechecks: [],
    verify: [],
    quarantines: [],
    hazards: [],
    estimate: { rows: null, durationMs: 5, lockMs: 0 },
    reason: '',
    source: null,
    ...parts,
    inverse: { discard: null, prechecks: [], verify: [], quarantines: [], ...parts.inverse },
  }
}

function ddl(statements: readonly Statement[]): DdlAction {
  return { kind: 'ddl', statements, session: 'plain', probe: null }
}

function statement(sql: string, mode: LockMode, relation: ObjectName): Statement {
  return { sql, locks: [{ mode, relation }], transactional: true, timeout: 'fast', work: 'catalog' }
}

function hazard(id: string, severity: Hazard['severity'], message: string, instead: string): Hazard {
  return { id, severity, message, instead }
}

/** One of each sort, as `commands/prepare.ts` finds them. */
export const sampleObstacles: readonly Obstacle[] = [
  {
    id: 'replication-slot',
    stops: false,
    what: 'replication slot warehouse is not used: it keeps 3 GB of WAL (reserved)',
    why: 'All that the plan writes is kept for it too, until its consumer has read it or the disk is full.',
    remedy: "Start its consumer, or drop the slot if it has none: select pg_drop_replication_slot('warehouse');",
  },
  {
    id: 'long-transaction',
    stops: false,
    what: 'pid 4711 (app, nightly report) has been in a transaction for 734 seconds (idle in transaction): select 1',
    why: 'It holds a lock on customers, and a step of the plan has to wait until it is over.',
    remedy: 'Let it finish, or end it: select pg_terminate_backend(4711);',
  },
  {
    id: 'long-transaction',
    stops: false,
    what: 'pid 4712 (app, nightly report) has been in a transaction for 12 seconds (active): select 2',
    why: 'It holds a lock on customers, and a step of the plan has to wait until it is over.',
    remedy: 'Let it finish, or end it: select pg_terminate_backend(4712);',
  },
  {
    id: 'low-disk',
    stops: true,
    what: 'the plan writes about 8 GB, which takes 20 GB of free disk meanwhile; 4 GB are free',
    why: 'A disk that is full stops the whole server.',
    remedy: 'Free space first.',
  },
]
