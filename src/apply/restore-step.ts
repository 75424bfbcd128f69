import { count } from '../lib/text.ts'
import type { Checkpoint } from '../model/run.ts'
import type { RestoreAction } from '../model/step.ts'
import { checkpointKey, execute, walk } from './batches.ts'
import { askAfter, askBefore } from './checks.ts'
import { runStatement } from './failures.ts'
import { withRetry } from './retry.ts'
import type { Runtime } from './runtime.ts'
import { marksOf, type Task } from './task.ts'
import { limitsFor } from './timeouts.ts'

/**
 * The way back of a backfill: gives archived values back, in batches, to the rows that still hold what the backfill
 * wrote; what the application has changed since is its own. The archive goes with the last transaction.
 */
export async function runRestoreStep(runtime: Runtime, task: Task, action: RestoreAction): Promise<string | null> {
  const { backfill, key, archive } = action
  const { batches } = runtime.context.dialect.words
  await askBefore(runtime.link.session, task.prechecks)
  const start = await begin(runtime, task, action)
  const work = ({ from, to }: { from: readonly string[] | null; to: readonly string[] }) =>
    execute(runtime, batches.restore(backfill, key, archive, from, to))
  const end = start.finished ? start : await walk(runtime, task, start, { backfill, over: archive, key, work })
  await finish(runtime, task, action, end)
  return `${count(end.rowsDone, 'row')} restored`
}

async function begin(runtime: Runtime, task: Task, { backfill }: RestoreAction): Promise<Checkpoint> {
  const { journal } = runtime.link
  const at = checkpointKey(runtime, task)
  const known = await journal.checkpoint(at)
  if (known !== null) return known
  const first: Checkpoint = { cursor: [], rowsDone: 0, batchRows: backfill.batch.rows, finished: false }
  await journal.saveCheckpoint(at, first)
  return first
}

async function finish(runtime: Runtime, task: Task, { archive }: RestoreAction, last: Checkpoint): Promise<void> {
  const { context, link, runId } = runtime
  await withRetry(runtime, task, async (attempt) => {
    const { session, journal } = link
    const limits = limitsFor(['fast'], attempt, { lockBudgetMs: context.lockBudgetMs, targetMs: 0 })
    await session.transaction('write', limits, async () => {
      if ((await journal.claimStep(runId, task.step.id)) === marksOf(task).over) return
      await runStatement(session, context.dialect.words.dropTable(archive).sql)
      await askAfter(session, task.verify, new Map())
      await journal.saveCheckpoint(checkpointKey(runtime, task), { ...last, finished: true })
      for (const kept of task.bringsBack) await journal.removeQuarantine(kept)
      await journal.finishStep(runId, task.step.id, marksOf(task).over)
    })
  })
}
