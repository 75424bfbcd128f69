import { createRequire } from 'node:module'
import type * as orm from 'drizzle-orm'
import type * as driver from 'drizzle-orm/node-postgres'
import type * as core from 'drizzle-orm/pg-core'
import type { Session } from '../dialects/session.ts'
import type { Direction } from '../model/event.ts'
import type { Plan } from '../model/plan.ts'
import type { Recorded } from '../model/recorded.ts'
import type { RunStatus, StepStatus } from '../model/run.ts'
import type { Phase, Quarantine } from '../model/step.ts'
import type { UseCounters } from '../model/usage.ts'
import type { CheckpointKey, RecordedRow, Store } from './store.ts'
import { postgresVersions } from './versions-postgres.ts'

// Its CommonJS build: for each module of the other one Node reads drizzle-orm's package.json, 180 kB, once more: 0.3 s.
const load = createRequire(import.meta.url)
const { and, asc, desc, eq } = load('drizzle-orm') as typeof orm
const { drizzle } = load('drizzle-orm/node-postgres') as typeof driver
const { bigint, boolean, integer, json, pgSchema, text, timestamp } = load('drizzle-orm/pg-core') as typeof core

const schema = pgSchema('reconcile')
const time = (name: string) => timestamp(name, { withTimezone: true, mode: 'date', precision: 3 })

// `json` rather than `jsonb`: the plan has to come back to the byte, and jsonb neither keeps order nor accepts \u0000.
const meta = schema.table('meta', { key: text('key').primaryKey(), value: text('value').notNull() })

const runs = schema.table('runs', {
  id: text('id').primaryKey(),
  number: integer('number').notNull(),
  plan: json('plan').$type<Plan>().notNull(),
  status: text('status').$type<RunStatus>().notNull(),
  startedAt: time('started_at').notNull(),
  finishedAt: time('finished_at'),
  owner: text('owner').notNull(),
  gatePassed: boolean('gate_passed').notNull(),
  recordedBefore: json('recorded_before').$type<Recorded>(),
})

const gates = schema.table('gates', {
  runId: text('run_id').primaryKey(),
  openedAt: time('opened_at').notNull(),
})

const usage = schema.table('usage', {
  runId: text('run_id').primaryKey(),
  since: time('since').notNull(),
  counters: json('counters').$type<UseCounters>().notNull(),
})

const steps = schema.table('steps', {
  runId: text('run_id').notNull(),
  id: text('id').notNull(),
  position: integer('position').notNull(),
  phase: text('phase').$type<Phase>().notNull(),
  status: text('status').$type<StepStatus>().notNull(),
  attempts: integer('attempts').notNull(),
  startedAt: time('started_at'),
  finishedAt: time('finished_at'),
  errorMessage: text('error_message'),
  errorCode: text('error_code'),
})

const checkpoints = schema.table('checkpoints', {
  runId: text('run_id').notNull(),
  stepId: text('step_id').notNull(),
  direction: text('direction').$type<Direction>().notNull(),
  cursor: json('cursor').$type<readonly string[]>().notNull(),
  rowsDone: bigint('rows_done', { mode: 'number' }).notNull(),
  batchRows: integer('batch_rows').notNull(),
  finished: boolean('finished').notNull(),
  updatedAt: time('updated_at').notNull(),
})

const recorded = schema.table('recorded', {
  id: integer('id').$type<RecordedRow['id']>().primaryKey(),
  content: json('content').$type<Recorded>().notNull(),
  recordedAt: time('recorded_at').notNull(),
})

const quarantine = schema.table('quarantine', {
  keptAs: text('kept_as').primaryKey(),
  quarantine: json('quarantine').$type<Quarantine>().notNull(),
  runId: text('run_id').notNull(),
  stepId: text('step_id').notNull(),
  since: time('since').notNull(),
})

const thisCheckpoint = ({ runId, stepId, direction }: CheckpointKey) =>
  and(eq(checkpoints.runId, runId), eq(checkpoints.stepId, stepId), eq(checkpoints.direction, direction))

export function postgresStore(session: Session): Store {
  const db = drizzle({ client: session.driver as driver.NodePgClient })
  const thisStep = (runId: string, id: string) => and(eq(steps.runId, runId), eq(steps.id, id))
  return {
    versions: postgresVersions,
    version: async () => {
      const found = await session.query(
        `select 1 from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
         where n.nspname = 'reconcile' and c.relname = 'meta'`,
      )
      if (found.length === 0) return null
      const [row] = await db.select().from(meta).where(eq(meta.key, 'version'))
      return row === undefined ? null : Number(row.value)
    },
    setVersion: async (version) => {
      const value = String(version)
      await db.insert(meta).values({ key: 'version', value }).onConflictDoUpdate({ target: meta.key, set: { value } })
    },

    insertRun: async (row) => void (await db.insert(runs).values(row)),
    updateRun: async (id, values) => void (await db.update(runs).set(values).where(eq(runs.id, id))),
    run: async (id) => (await db.select().from(runs).where(eq(runs.id, id)))[0] ?? null,
    runState: async (id) =>
      (await db.select({ status: runs.status, gatePassed: runs.gatePassed }).from(runs).where(eq(runs.id, id)))[0] ??
      null,
    runs: async () => await db.select().from(runs).orderBy(asc(runs.number)),
    checkpoints: async (runId) => await db.select().from(checkpoints).where(eq(checkpoints.runId, runId)),
    latestRuns: async (limit) => await db.select().from(runs).orderBy(desc(runs.number)).limit(limit),
    latestStatus: async () =>
      (await db.select({ status: runs.status }).from(runs).orderBy(desc(runs.number)).limit(1))[0]?.status ?? null,

    insertGate: async (row) => void (await db.insert(gates).values(row).onConflictDoNothing()),
    gate: async (runId) => (await db.select().from(gates).where(eq(gates.runId, runId)))[0] ?? null,
    putUsage: async (row) =>
      void (await db.insert(usage).values(row).onConflictDoUpdate({ target: usage.runId, set: row })),
    usage: async (runId) => (await db.select().from(usage).where(eq(usage.runId, runId)))[0] ?? null,

    insertSteps: async (rows) => void (await db.insert(steps).values([...rows])),
    updateStep: async (runId, id, values) => void (await db.update(steps).set(values).where(thisStep(runId, id))),
    steps: async (runId) => await db.select().from(steps).where(eq(steps.runId, runId)).orderBy(asc(steps.position)),
    lockStep: async (runId, id) => (await db.select().from(steps).where(thisStep(runId, id)).for('update'))[0] ?? null,

    checkpoint: async (key) => (await db.select().from(checkpoints).where(thisCheckpoint(key)))[0] ?? null,
    lockCheckpoint: async (key) =>
      (await db.select().from(checkpoints).where(thisCheckpoint(key)).for('update'))[0] ?? null,
    putCheckpoint: async (row) => {
      const target = [checkpoints.runId, checkpoints.stepId, checkpoints.direction]
      await db.insert(checkpoints).values(row).onConflictDoUpdate({ target, set: row })
    },

    recorded: async () => (await db.select().from(recorded))[0] ?? null,
    putRecorded: async (row) =>
      void (await db.insert(recorded).values(row).onConflictDoUpdate({ target: recorded.id, set: row })),
    removeRecorded: async () => void (await db.delete(recorded)),

    putQuarantine: async (row) =>
      void (await db.insert(quarantine).values(row).onConflictDoUpdate({ target: quarantine.keptAs, set: row })),
    removeQuarantine: async (keptAs) => void (await db.delete(quarantine).where(eq(quarantine.keptAs, keptAs))),
    quarantine: async () => await db.select().from(quarantine).orderBy(asc(quarantine.since), asc(quarantine.keptAs)),
  }
}
