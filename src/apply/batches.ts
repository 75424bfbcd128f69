import type { Command } from '../dialects/session.ts'
import type { CheckpointKey } from '../journal/store.ts'
import type { Backfill } from '../model/backfill.ts'
import type { ObjectName } from '../model/name.ts'
import type { Checkpoint } from '../model/run.ts'
import type { KeyColumn } from '../model/step.ts'
import { createBatchSize } from './batch-size.ts'
import { databaseFailure, naming, stepFailure } from './failures.ts'
import { createProgress } from './progress.ts'
import { sleepUnlessInterrupted } from './interrupt.ts'
import { withRetry } from './retry.ts'
import type { Runtime } from './runtime.ts'
import type { Task } from './task.ts'
import { limitsFor } from './timeouts.ts'

/** The half-open range of keys `(from, to]` that one batch covers. */
export interface Range {
  readonly from: readonly string[] | null
  readonly to: readonly string[]
}

export interface Batches {
  readonly backfill: Backfill
  /** The table whose keys are walked. */
  readonly over: ObjectName
  readonly key: readonly KeyColumn[]
  /** Ends the walk after so many rows: a table without a key grows at the end while it is updated. */
  readonly mostRows?: number
  /** What happens to one range, in the batch's transaction. Returns the rows changed. */
  readonly work: (range: Range) => Promise<number>
}

export function checkpointKey({ runId }: Runtime, { step, direction }: Task): CheckpointKey {
  return { runId, stepId: step.id, direction }
}

/**
 * Walks a table by key from the checkpoint to its end, one transaction per batch with the checkpoint in it, so that
 * no row is done twice or left out whenever the process dies (hazards.md 4A). Returns the last checkpoint.
 */
export async function walk(runtime: Runtime, task: Task, start: Checkpoint, batches: Batches): Promise<Checkpoint> {
  const { context, link } = runtime
  const { targetMs } = batches.backfill.batch
  const size = createBatchSize(start.batchRows, targetMs)
  const progress = createProgress(context, task, start.rowsDone)
  // Waiting writers look again every 1 to 100 ms (sqlite3_busy_timeout). A gap of a fifth of the time lets them in within
  // a few looks; without one they would meet a batch every time.
  const { oneWriter } = context.dialect.facts(link.session.serverVersion)
  let walked = 0
  for (let last = start; ; ) {
    let timeoutsLeft = 3
    const again = () => size.halve() || timeoutsLeft-- > 0
    const began = context.clock().getTime()
    const batch = await withRetry(runtime, task, (attempt) => oneBatch(runtime, task, batches, size.rows, attempt), {
      againAfterTimeout: again,
    })
    walked += batch?.rows ?? 0
    if (batch === null || walked > (batches.mostRows ?? Number.POSITIVE_INFINITY)) {
      progress.end()
      return batch?.checkpoint ?? last
    }
    const batchMs = context.clock().getTime() - began
    size.measured(batch.rows, batchMs)
    last = batch.checkpoint
    progress.batchDone(last, batchMs)
    if (oneWriter) await sleepUnlessInterrupted(context.interrupt, context.sleep, Math.ceil(batchMs / 4))
  }
}

interface Batch {
  readonly checkpoint: Checkpoint
  readonly rows: number
}

/** Null: the end is reached. */
async function oneBatch(
  runtime: Runtime,
  task: Task,
  batches: Batches,
  batchRows: number,
  attempt: number,
): Promise<Batch | null> {
  const { context, link } = runtime
  const { session, journal } = link
  const at = checkpointKey(runtime, task)
  const { targetMs } = batches.backfill.batch
  const limits = limitsFor(['batch'], attempt, { lockBudgetMs: context.lockBudgetMs, targetMs })
  return await session.transaction('write', limits, async () => {
    const before = await journal.claimCheckpoint(at)
    if (before === null || before.finished) return null
    const from = before.cursor.length === 0 ? null : before.cursor
    const [end] = await query(runtime, context.dialect.words.batches.end(batches.over, batches.key, from, batchRows))
    // No row in the range is not the end: blocks can be empty.
    if (end === undefined) return null
    const rows = Number(end['rows'])
    const to = Array.from({ length: Math.max(1, batches.key.length) }, (_, index) => String(end[`k${index + 1}`]))
    const changed = await located(runtime, { from, to }, batches)
    const checkpoint = { cursor: to, rowsDone: before.rowsDone + changed, batchRows, finished: false }
    await journal.saveCheckpoint(at, checkpoint)
    return { checkpoint, rows }
  })
}

/** A value that does not fit says which column, never which row: the range narrows it down. */
async function located({ context }: Runtime, range: Range, { work, key }: Batches): Promise<number> {
  try {
    return await work(range)
  } catch (error) {
    if (databaseFailure(context.dialect, error).kind !== 'data') throw error
    const columns = key.map(({ column }) => column).join(', ')
    const from = range.from === null ? 'the beginning' : `(${range.from.join(', ')})`
    const where = columns === '' ? '' : `among the rows with ${columns} after ${from} up to (${range.to.join(', ')})`
    throw stepFailure(context.dialect, error, where === '' ? [] : [where])
  }
}

export async function query({ link }: Runtime, { sql, params }: Command): Promise<Readonly<Record<string, unknown>>[]> {
  return await naming(sql, () => link.session.query(sql, params))
}

export async function execute({ link }: Runtime, { sql, params }: Command): Promise<number> {
  return await naming(sql, () => link.session.execute(sql, params))
}
