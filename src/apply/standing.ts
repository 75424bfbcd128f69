import type { StepRecord } from '../model/run.ts'
import type { Step } from '../model/step.ts'
import { settleLeftover } from './lone-step.ts'
import { withRetry } from './retry.ts'
import type { Runtime } from './runtime.ts'
import { back, type Task } from './task.ts'
import { journalLimits } from './timeouts.ts'

/**
 * Whether a step has left something in the database that has to be taken back. What the journal cannot know for sure,
 * because the process died or the step failed half-way, is asked from the database (hazards.md 0.5).
 */
export async function hasTakenEffect(runtime: Runtime, step: Step, { status }: StepRecord): Promise<boolean> {
  switch (status) {
    case 'pending':
    case 'undone':
      return false
    case 'done':
    case 'undoing':
      return true
    case 'running':
    case 'failed':
      return await tookEffect(runtime, step)
  }
}

async function tookEffect(runtime: Runtime, step: Step): Promise<boolean> {
  const { link, runId } = runtime
  const { action } = step
  if (action.kind === 'backfill') {
    return (await link.journal.checkpoint({ runId, stepId: step.id, direction: 'apply' })) !== null
  }
  if (action.kind === 'ddl' && action.statements.some(({ transactional }) => !transactional)) {
    if (action.probe === null) return true
    return (await settleLeftover(runtime, action.probe)).state === 'done'
  }
  // Its transaction may still be about to commit, in a backend that has lost its client: the claim waits for it.
  const task: Task = back(step)
  return await withRetry(runtime, task, () =>
    link.session.transaction(
      'write',
      journalLimits,
      async () => (await link.journal.claimStep(runId, step.id)) === 'done',
    ),
  )
}
