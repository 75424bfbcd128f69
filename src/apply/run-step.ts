import type { Failure } from '../model/event.ts'
import type { StepError } from '../model/run.ts'
import { runBackfillStep } from './backfill-step.ts'
import { isForeign, isLost, StepFailed, stepFailure } from './failures.ts'
import { Interrupted } from './interrupt.ts'
import { lookUp } from './look-up.ts'
import { refuseTaken, runLoneStep } from './lone-step.ts'
import { runRestoreStep } from './restore-step.ts'
import { withRetry } from './retry.ts'
import type { Runtime } from './runtime.ts'
import { marksOf, type StepResult, type Task } from './task.ts'
import { journalLimits } from './timeouts.ts'
import { runTransactionStep } from './transaction-step.ts'

/** A server that drops us this often in quick succession will do so again. A backfill of hours may lose more in all. */
const lossesAllowed = 5
const quickMs = 60_000

/**
 * Runs one step to its end and records it. A lost connection is a crash survived: reconnect, ask the journal how far
 * the step is, go on. Throws StepFailed (recorded), `Interrupted` (nothing to record), or a bug of ours.
 */
export async function runStep(runtime: Runtime, task: Task): Promise<void> {
  const { context, link } = runtime
  const began = context.clock().getTime()
  for (let losses = 0; ; losses += 1) {
    const attemptBegan = context.clock().getTime()
    try {
      await link.keepHold()
      const { note, lockMs } = await attemptStep(runtime, task)
      const elapsedMs = context.clock().getTime() - began
      const { estimate } = task.step
      const [estimateMs, lockEstimateMs] =
        task.direction === 'apply' ? [estimate.durationMs, estimate.lockMs] : [null, null]
      context.emit({ type: 'step_done', step: task.step.id, elapsedMs, estimateMs, lockMs, lockEstimateMs, note })
      return
    } catch (error) {
      if (error instanceof Interrupted) throw error
      if (!(await isLost(context.dialect, link.session, error))) throw await recordFailure(runtime, task, error)
      // Nothing can be recorded over a dead connection; the journal stays as after a crash.
      if (context.clock().getTime() - attemptBegan > quickMs) losses = 0
      if (losses >= lossesAllowed)
        throw new StepFailed('unreachable', stepFailure(context.dialect, error).failure, error)
      context.emit({ type: 'notice', message: `lost the connection in step ${task.step.id}; reconnecting` })
      await link.reconnect()
    }
  }
}

async function attemptStep(runtime: Runtime, task: Task): Promise<StepResult> {
  const { context, link, runId } = runtime
  const { id } = task.step
  const { under, over } = marksOf(task)
  const attempt = await withRetry(runtime, task, () =>
    link.session.transaction('write', journalLimits, async () => {
      const stands = await link.journal.claimStep(runId, id)
      if (stands === over) return null
      if (stands === 'pending') await refuseTaken(runtime, task)
      return await link.journal.startStep(runId, id, under)
    }),
  )
  if (attempt === null) return unlocked('had been committed before the connection was lost')
  context.emit({ type: 'step_started', step: id, attempt })
  const { action } = task
  switch (action.kind) {
    case 'backfill':
      return unlocked(await runBackfillStep(runtime, task, action))
    case 'restore':
      return unlocked(await runRestoreStep(runtime, task, action))
    case 'nothing':
      return await runTransactionStep(runtime, task, null)
    case 'ddl':
      return action.statements.every(({ transactional }) => transactional)
        ? await runTransactionStep(runtime, task, action)
        : unlocked(await runLoneStep(runtime, task, action, attempt))
  }
}

/** Of batches, and of what runs without a transaction, nobody waits for more than single rows. */
function unlocked(note: string | null): StepResult {
  return { note, lockMs: null }
}

/** What `status` shows later on. */
function recordOf({ message, sqlState, offenders, explained }: Failure): StepError {
  const { found = [], causes = [], choices = [] } = explained ?? {}
  const details = [
    ...offenders.map((row) => `row: ${row}`),
    ...found.map((line) => `found: ${line}`),
    ...causes.map((line) => `cause: ${line}`),
    ...choices.map((line) => `choice: ${line}`),
  ]
  return { message, sqlState, details }
}

/** Returns what to throw. A bug of ours is recorded too, so that the run does not look as if it were still going on. */
async function recordFailure(runtime: Runtime, task: Task, error: unknown): Promise<unknown> {
  const { context, link, runId } = runtime
  const failed = await lookUp(runtime, task, error)
  // Whoever holds SQLite's one lock keeps the journal from being written too: it then reads as after a crash.
  const record = () => link.journal.failStep(runId, task.step.id, recordOf(failed.failure))
  await link.session.transaction('write', journalLimits, record).catch(() => undefined)
  context.emit({ type: 'step_failed', step: task.step.id, failure: failed.failure })
  return isForeign(context.dialect, error) ? error : failed
}
