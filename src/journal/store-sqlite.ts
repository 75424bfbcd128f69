import { createRequire } from 'node:module'
import type * as orm from 'drizzle-orm'
import type * as driver from 'drizzle-orm/better-sqlite3'
import type * as core from 'drizzle-orm/sqlite-core'
import type { Session } from '../dialects/session.ts'
import type { Direction } from '../model/event.ts'
import type { Plan } from '../model/plan.ts'
import type { Recorded } from '../model/recorded.ts'
import type { RunStatus, StepStatus } from '../model/run.ts'
import type { Phase, Quarantine } from '../model/step.ts'
import type { UseCounters } from '../model/usage.ts'
import type { CheckpointKey, RecordedRow, Store } from './store.ts'
import { sqliteVersions } from './versions-sqlite.ts'

// Its CommonJS build: for each module of the other one Node reads drizzle-orm's package.json, 180 kB, once more: 0.3 s.
const load = createRequire(import.meta.url)
const { and, asc, desc, eq } = load('drizzle-orm') as typeof orm
const { drizzle } = load('drizzle-orm/better-sqlite3') as typeof driver
const { customType, sqliteTable, text } = load('drizzle-orm/sqlite-core') as typeof core

// Sortable text that people can read; SQLite has no type for it.
const time = customType<{ data: Date; driverData: string }>({
  dataType: () => 'text',
  toDriver: (date) => date.toISOString(),
  fromDriver: (value) => new Date(value),
})
// The session may be set to hand out integers as bigint.
const whole = customType<{ data: number; driverData: number | bigint }>({
  dataType: () => 'integer',
  fromDriver: Number,
})
const flag = customType<{ data: boolean; driverData: number | bigint }>({
  dataType: () => 'integer',
  toDriver: (value) => (value ? 1 : 0),
  fromDriver: (value) => Number(value) === 1,
})
const json = (name: string) => text(name, { mode: 'json' })

const meta = sqliteTable('_reconcile_meta', { key: text('key').primaryKey(), value: text('value').notNull() })

const runs = sqliteTable('_reconcile_runs', {
  id: text('id').primaryKey(),
  number: whole('number').notNull(),
  plan: json('plan').$type<Plan>().notNull(),
  status: text('status').$type<RunStatus>().notNull(),
  startedAt: time('started_at').notNull(),
  finishedAt: time('finished_at'),
  owner: text('owner').notNull(),
  gatePassed: flag('gate_passed').notNull(),
  recordedBefore: json('recorded_before').$type<Recorded>(),
})

const gates = sqliteTable('_reconcile_gates', {
  runId: text('run_id').primaryKey(),
  openedAt: time('opened_at').notNull(),
})

const usage = sqliteTable('_reconcile_usage', {
  runId: text('run_id').primaryKey(),
  since: time('since').notNull(),
  counters: json('counters').$type<UseCounters>().notNull(),
})

const steps = sqliteTable('_reconcile_steps', {
  runId: text('run_id').notNull(),
  id: text('id').notNull(),
  position: whole('position').notNull(),
  phase: text('phase').$type<Phase>().notNull(),
  status: text('status').$type<StepStatus>().notNull(),
  attempts: whole('attempts').notNull(),
  startedAt: time('started_at'),
  finishedAt: time('finished_at'),
  errorMessage: text('error_message'),
  errorCode: text('error_code'),
})

const checkpoints = sqliteTable('_reconcile_checkpoints', {
  runId: text('run_id').notNull(),
  stepId: text('step_id').notNull(),
  direction: text('direction').$type<Direction>().notNull(),
  cursor: json('cursor').$type<readonly string[]>().notNull(),
  rowsDone: whole('rows_done').notNull(),
  batchRows: whole('batch_rows').notNull(),
  finished: flag('finished').notNull(),
  updatedAt: time('updated_at').notNull(),
})

const recorded = sqliteTable('_reconcile_recorded', {
  id: whole('id').$type<RecordedRow['id']>().primaryKey(),
  content: json('content').$type<Recorded>().notNull(),
  recordedAt: time('recorded_at').notNull(),
})

const quarantine = sqliteTable('_reconcile_quarantine', {
  keptAs: text('kept_as').primaryKey(),
  quarantine: json('quarantine').$type<Quarantine>().notNull(),
  runId: text('run_id').notNull(),
  stepId: text('step_id').notNull(),
  since: time('since').notNull(),
})

const thisCheckpoint = ({ runId, stepId, direction }: CheckpointKey) =>
  and(eq(checkpoints.runId, runId), eq(checkpoints.stepId, stepId), eq(checkpoints.direction, direction))

export function sqliteStore(session: Session): Store {
  const db = drizzle({ client: session.driver as ReturnType<typeof drizzle>['$client'] })
  const thisStep = (runId: string, id: string) => and(eq(steps.runId, runId), eq(steps.id, id))
  const step = async (runId: string, id: string) =>
    (await db.select().from(steps).where(thisStep(runId, id)))[0] ?? null
  const checkpoint = async (key: CheckpointKey) =>
    (await db.select().from(checkpoints).where(thisCheckpoint(key)))[0] ?? null
  return {
    versions: sqliteVersions,
    version: async () => {
      const found = await session.query(
        `select 1 from main.sqlite_schema where type = 'table' and name = '_reconcile_meta'`,
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
    // A `write` transaction is BEGIN IMMEDIATE here: nobody else can write anyway.
    lockStep: step,

    checkpoint,
    lockCheckpoint: checkpoint,
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
