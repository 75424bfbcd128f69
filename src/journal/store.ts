import type { Direction } from '../model/event.ts'
import type { Plan } from '../model/plan.ts'
import type { Recorded } from '../model/recorded.ts'
import type { RunStatus, StepStatus } from '../model/run.ts'
import type { Phase, Quarantine } from '../model/step.ts'
import type { UseCounters } from '../model/usage.ts'

/** The journal's rows, the same for both engines; `journal.ts` gives them their meaning. */
export interface RunRow {
  readonly id: string
  /** 1, 2, 3 …: the order of runs, also for two that start in the same millisecond. */
  readonly number: number
  readonly plan: Plan
  readonly status: RunStatus
  readonly startedAt: Date
  readonly finishedAt: Date | null
  readonly owner: string
  readonly gatePassed: boolean
  /** What was recorded when the run began: a rollback goes back to it. */
  readonly recordedBefore: Recorded | null
}

export type RunState = Pick<RunRow, 'status' | 'gatePassed'>

/** Since version 2 of the journal. */
export interface GateRow {
  readonly runId: string
  readonly openedAt: Date
}

/** Since version 3 of the journal. */
export interface UsageRow {
  readonly runId: string
  readonly since: Date
  readonly counters: UseCounters
}

export interface StepRow {
  readonly runId: string
  readonly id: string
  readonly position: number
  readonly phase: Phase
  readonly status: StepStatus
  readonly attempts: number
  readonly startedAt: Date | null
  readonly finishedAt: Date | null
  readonly errorMessage: string | null
  readonly errorCode: string | null
}

/** A backfill has one per direction: the way back is batched too. */
export interface CheckpointKey {
  readonly runId: string
  readonly stepId: string
  readonly direction: Direction
}

export interface CheckpointRow extends CheckpointKey {
  readonly cursor: readonly string[]
  readonly rowsDone: number
  readonly batchRows: number
  readonly finished: boolean
  readonly updatedAt: Date
}

export interface RecordedRow {
  readonly id: 1
  readonly content: Recorded
  readonly recordedAt: Date
}

export interface QuarantineRow {
  /** The place where it is kept: two things cannot be kept in the same place. */
  readonly keptAs: string
  readonly quarantine: Quarantine
  readonly runId: string
  readonly stepId: string
  readonly since: Date
}

/** Reads and writes rows over one session; what it writes inside of `session.transaction` is part of that transaction. */
export interface Store {
  /** Null: this database has no journal. Needs no rights on it. */
  version(): Promise<number | null>
  /** The statements that bring a journal from the version before to each version, from 1 on. */
  readonly versions: readonly (readonly string[])[]
  setVersion(version: number): Promise<void>

  insertRun(row: RunRow): Promise<void>
  updateRun(id: string, values: Partial<RunRow>): Promise<void>
  run(id: string): Promise<RunRow | null>
  /** Without what can be large. */
  runState(id: string): Promise<RunState | null>
  /** Oldest first. */
  runs(): Promise<RunRow[]>
  /** Newest first. */
  latestRuns(limit: number): Promise<RunRow[]>
  latestStatus(): Promise<RunStatus | null>

  /** The first one of a run stays. */
  insertGate(row: GateRow): Promise<void>
  gate(runId: string): Promise<GateRow | null>
  putUsage(row: UsageRow): Promise<void>
  usage(runId: string): Promise<UsageRow | null>

  insertSteps(rows: readonly StepRow[]): Promise<void>
  updateStep(runId: string, id: string, values: Partial<StepRow>): Promise<void>
  /** Of one run in their order. */
  steps(runId: string): Promise<StepRow[]>
  /** Locks the row until the transaction ends. */
  lockStep(runId: string, id: string): Promise<StepRow | null>

  /** Of one run, in both directions. */
  checkpoints(runId: string): Promise<CheckpointRow[]>
  checkpoint(key: CheckpointKey): Promise<CheckpointRow | null>
  lockCheckpoint(key: CheckpointKey): Promise<CheckpointRow | null>
  putCheckpoint(row: CheckpointRow): Promise<void>

  recorded(): Promise<RecordedRow | null>
  putRecorded(row: RecordedRow): Promise<void>
  removeRecorded(): Promise<void>

  putQuarantine(row: QuarantineRow): Promise<void>
  removeQuarantine(keptAs: string): Promise<void>
  quarantine(): Promise<QuarantineRow[]>
}
