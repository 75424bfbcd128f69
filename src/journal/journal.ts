import type { Session } from '../dialects/session.ts'
import { bug } from '../lib/errors.ts'
import type { Plan } from '../model/plan.ts'
import type { FinishedStep } from '../model/rates.ts'
import type { Recorded } from '../model/recorded.ts'
import type { Checkpoint, QuarantineRecord, Run, RunStatus, StepError, StepStatus } from '../model/run.ts'
import { runTransitions } from '../model/run.ts'
import type { Quarantine } from '../model/step.ts'
import type { UseCounters } from '../model/usage.ts'
import { ensureJournal, knownVersion } from './ensure.ts'
import { withRights } from './privilege.ts'
import { errorText, finishedIn, newSteps, placeOf, runOf } from './rows.ts'
import type { CheckpointKey, RunRow, StepRow, Store } from './store.ts'

const limits = { lockMs: 900, statementMs: 0 }
/** Rows per INSERT: well below the limits on parameters, 65,535 on PostgreSQL and 32,766 on SQLite. */
const rowsPerInsert = 500
/** What is older may have been another machine, and plans can be large. */
const recentRuns = 5
/** The version from which on a journal has these: what only reads may meet an older one. */
const has = { gates: 2, usage: 3 } as const

/**
 * What has happened to this database, kept in the database itself. It records and answers; it never decides what runs
 * next. Whatever is written inside of `session.transaction` is part of that transaction.
 * Everything that reads works without a journal too (it is empty then); everything that writes needs `ensure` before.
 */
export interface Journal {
  /** Creates the journal, or brings an older one up to date. Needs to own a schema on PostgreSQL. */
  ensure(): Promise<void>

  createRun(plan: Plan, owner: string): Promise<Run>
  /** `latest`: the newest one. */
  run(id: string): Promise<Run | null>
  /** Of the newest run, without its plan, which can be large. */
  latestStatus(): Promise<RunStatus | null>
  /** Oldest first. */
  runs(): Promise<readonly Run[]>
  /** Steps that the last few runs brought to their end at the first attempt, the latest run's first. */
  finishedSteps(): Promise<readonly FinishedStep[]>
  /** Throws `bug` for a move that `runTransitions` does not list; the status it has already is always fine. */
  setRunStatus(id: string, status: RunStatus): Promise<void>
  /** Another process goes on with the run. */
  takeRun(id: string, owner: string): Promise<void>
  /** The run has come to the gate; when it comes there again, the gate has been open all the time. */
  openGate(id: string): Promise<void>
  /** ISO 8601, UTC; null when the run has not come to the gate, or came to it under a Reconcile that did not say when. */
  gateOpenedAt(id: string): Promise<string | null>
  /** What is counted from now on, in place of an earlier reading. */
  saveUsage(id: string, counters: UseCounters): Promise<void>
  /** `since`: ISO 8601, UTC. */
  usage(id: string): Promise<{ readonly since: string; readonly counters: UseCounters } | null>
  passGate(id: string): Promise<void>
  gatePassed(id: string): Promise<boolean>

  /** Counts an attempt and returns which it is, from 1. */
  startStep(runId: string, stepId: string, status: 'running' | 'undoing'): Promise<number>
  finishStep(runId: string, stepId: string, status: 'done' | 'undone'): Promise<void>
  /** A step that fails on the way back stays `undoing`: it is not undone, and was done once. One that has not begun has left nothing. */
  failStep(runId: string, stepId: string, error: StepError): Promise<void>
  /**
   * Locks the step's row until the transaction ends, and says how the step stands: two sessions, one of which is the
   * leftover of a lost connection, can never do the same step twice.
   */
  claimStep(runId: string, stepId: string): Promise<StepStatus>

  checkpoint(key: CheckpointKey): Promise<Checkpoint | null>
  /** Like `claimStep`, for the batches of a backfill. */
  claimCheckpoint(key: CheckpointKey): Promise<Checkpoint | null>
  saveCheckpoint(key: CheckpointKey, checkpoint: Checkpoint): Promise<void>

  recorded(): Promise<Recorded | null>
  /** Null: nothing is recorded any more, as before the first run. */
  saveRecorded(recorded: Recorded | null): Promise<void>
  /** What was recorded when that run began. */
  recordedBefore(runId: string): Promise<Recorded | null>

  addQuarantine(runId: string, stepId: string, quarantine: Quarantine): Promise<void>
  removeQuarantine(quarantine: Quarantine): Promise<void>
  /** Oldest first. */
  quarantined(): Promise<readonly QuarantineRecord[]>
}

/** Opens the journal over the connection of `session`; changes nothing in the database. */
export async function openJournal(session: Session, clock: () => Date = () => new Date()): Promise<Journal> {
  const store = await openStore(session)
  let present = false
  /** Whether there is a journal to read. Throws `refused` when it is from a later Reconcile. */
  const exists = async () => (present ||= (await knownVersion(session, store)) !== null)
  const holds = async (part: keyof typeof has) => ((await knownVersion(session, store)) ?? 0) >= has[part]
  const latestRun = async (): Promise<RunRow | null> => (await store.latestRuns(1))[0] ?? null
  const whole = async (row: RunRow): Promise<Run> => runOf(row, await store.steps(row.id))
  const inJournal = <T>(id: string, found: T | null): T => {
    if (found === null) throw bug(`run ${id} is not in the journal`)
    return found
  }
  const stepOf = async (runId: string, stepId: string): Promise<StepRow> => {
    const row = await store.lockStep(runId, stepId)
    if (row === null) throw bug(`step ${stepId} of run ${runId} is not in the journal`)
    return row
  }

  return {
    ensure: () => ensureJournal(session, store),

    createRun: async (plan, owner) => {
      const number = ((await latestRun())?.number ?? 0) + 1
      const row: RunRow = {
        id: `${number}-${plan.id.slice(0, 8)}`,
        number,
        plan,
        status: 'running',
        startedAt: clock(),
        finishedAt: null,
        owner,
        gatePassed: false,
        recordedBefore: (await store.recorded())?.content ?? null,
      }
      const steps = newSteps(row.id, plan)
      await withRights(session, 'write', () =>
        session.transaction('write', limits, async () => {
          await store.insertRun(row)
          for (let at = 0; at < steps.length; at += rowsPerInsert) {
            await store.insertSteps(steps.slice(at, at + rowsPerInsert))
          }
        }),
      )
      return runOf(row, steps)
    },
    run: async (id) => {
      if (!(await exists())) return null
      const row = id === 'latest' ? await latestRun() : await store.run(id)
      return row === null ? null : await whole(row)
    },
    latestStatus: async () => ((await exists()) ? await store.latestStatus() : null),
    runs: async () => {
      const runs: Run[] = []
      for (const row of (await exists()) ? await store.runs() : []) runs.push(await whole(row))
      return runs
    },
    finishedSteps: async () => {
      if (!(await exists())) return []
      const finished: FinishedStep[] = []
      for (const run of await store.latestRuns(recentRuns)) {
        finished.push(...finishedIn(run, await store.steps(run.id), await store.checkpoints(run.id)))
      }
      return finished
    },
    setRunStatus: async (id, status) => {
      const { status: before } = inJournal(id, await store.runState(id))
      if (before === status) return
      if (!runTransitions[before].includes(status)) throw bug(`run ${id} cannot go from ${before} to ${status}`)
      const over = status === 'failed' || status === 'done' || status === 'rolled_back'
      await store.updateRun(id, { status, finishedAt: over ? clock() : null })
    },
    takeRun: (id, owner) => store.updateRun(id, { owner }),
    openGate: (id) => store.insertGate({ runId: id, openedAt: clock() }),
    gateOpenedAt: async (id) => {
      if (!(await holds('gates'))) return null
      return (await withRights(session, 'read', () => store.gate(id)))?.openedAt.toISOString() ?? null
    },
    saveUsage: (id, counters) => store.putUsage({ runId: id, since: clock(), counters }),
    usage: async (id) => {
      const row = (await holds('usage')) ? await withRights(session, 'read', () => store.usage(id)) : null
      return row === null ? null : { since: row.since.toISOString(), counters: row.counters }
    },
    passGate: (id) => store.updateRun(id, { gatePassed: true }),
    gatePassed: async (id) => inJournal(id, await store.runState(id)).gatePassed,

    startStep: async (runId, stepId, status) => {
      const row = await stepOf(runId, stepId)
      // The way back counts its own attempts.
      const attempts = status === 'undoing' && row.status !== 'undoing' ? 1 : row.attempts + 1
      const values = { status, attempts, startedAt: clock(), finishedAt: null, errorMessage: null, errorCode: null }
      await store.updateStep(runId, stepId, values)
      return attempts
    },
    finishStep: (runId, stepId, status) =>
      store.updateStep(runId, stepId, { status, finishedAt: clock(), errorMessage: null, errorCode: null }),
    failStep: async (runId, stepId, failed) => {
      const error = { errorMessage: errorText(failed), errorCode: failed.sqlState, finishedAt: clock() }
      const begun = (await stepOf(runId, stepId)).status === 'running'
      await store.updateStep(runId, stepId, begun ? { ...error, status: 'failed' } : error)
    },
    claimStep: async (runId, stepId) => (await stepOf(runId, stepId)).status,

    checkpoint: async (key) => await store.checkpoint(key),
    claimCheckpoint: async (key) => await store.lockCheckpoint(key),
    saveCheckpoint: (key, { cursor, rowsDone, batchRows, finished }) => {
      const { runId, stepId, direction } = key
      const updatedAt = clock()
      return store.putCheckpoint({ runId, stepId, direction, cursor, rowsDone, batchRows, finished, updatedAt })
    },

    recorded: async () => ((await exists()) ? ((await store.recorded())?.content ?? null) : null),
    saveRecorded: (content) =>
      content === null ? store.removeRecorded() : store.putRecorded({ id: 1, content, recordedAt: clock() }),
    recordedBefore: async (runId) => inJournal(runId, await store.run(runId)).recordedBefore,

    addQuarantine: (runId, stepId, quarantine) =>
      store.putQuarantine({ keptAs: placeOf(quarantine), quarantine, runId, stepId, since: clock() }),
    removeQuarantine: (quarantine) => store.removeQuarantine(placeOf(quarantine)),
    quarantined: async () => {
      if (!(await exists())) return []
      return (await store.quarantine()).map(({ quarantine, runId, stepId, since }) => {
        return { quarantine, runId, stepId, since: since.toISOString() }
      })
    },
  }
}

/** Loaded on demand: a PostgreSQL user never loads SQLite's native module this way, nor the other way round. */
async function openStore(session: Session): Promise<Store> {
  if (session.dialect === 'postgres') return (await import('./store-postgres.ts')).postgresStore(session)
  return (await import('./store-sqlite.ts')).sqliteStore(session)
}
