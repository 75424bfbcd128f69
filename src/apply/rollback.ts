import { ReconcileError } from '../lib/errors.ts'
import type { Run } from '../model/run.ts'
import { isDoneWithPrevious, type Step } from '../model/step.ts'
import type { RollbackOptions, RunOutcome } from './context.ts'
import { safePoint } from './interrupt.ts'
import type { Link } from './link.ts'
import { runCourse } from './outcome.ts'
import { runStep } from './run-step.ts'
import type { Runtime } from './runtime.ts'
import { hasTakenEffect } from './standing.ts'
import { back } from './task.ts'

/** What has to be allowed by name to roll back over steps that have no way back. */
const irreversible = 'irreversible'

/** In the order in which they are undone. */
export async function stepsToUndo(runtime: Runtime, run: Run): Promise<readonly Step[]> {
  const records = new Map(run.steps.map((record) => [record.id, record]))
  const taken: Step[] = []
  for (const [at, step] of run.plan.steps.entries()) {
    const record = records.get(step.id)
    if (record === undefined) continue
    const goesAlong = record.status !== 'undone' && isDoneWithPrevious(step) && taken.at(-1) === run.plan.steps[at - 1]
    if (goesAlong || (await hasTakenEffect(runtime, step, record))) taken.push(step)
  }
  return taken.toReversed()
}

/** Undoes the steps one by one; those that are undone already are not in the list. */
export async function runBack(
  runtime: Runtime,
  run: Run,
  steps: readonly Step[],
  options: RollbackOptions,
): Promise<RunOutcome> {
  const { context, link, plan } = runtime
  const began = context.clock()
  let current: Step | null = null
  context.emit({
    type: 'run_started',
    run: run.id,
    plan: plan.id,
    target: plan.target.name,
    direction: 'rollback',
    steps: steps.map(({ id, phase, title, estimate }) => ({ id, phase, title, estimateMs: estimate.durationMs })),
    done: [],
  })
  return await runCourse(runtime, began, {
    direction: 'rollback',
    current: () => current?.id ?? null,
    settle: () => options.settle(link.session, run),
    steps: async () => {
      for (const step of steps) {
        await safePoint(context.interrupt)
        if (step.phase !== current?.phase) context.emit({ type: 'phase_started', phase: step.phase })
        current = step
        await runStep(runtime, back(step))
      }
      current = null
      return 'settle'
    },
  })
}

/** Throws `refused` for steps without a way back, unless `irreversible` is allowed. */
export function refuseIrreversible(run: Run, steps: readonly Step[], allow: readonly string[]): void {
  const stuck = steps.filter(({ inverse }) => inverse.exactness === 'none')
  if (stuck.length === 0 || allow.includes(irreversible)) return
  const lines = stuck.map(({ id, title, inverse }) => `${id} ${title}: ${inverse.note}`)
  throw new ReconcileError('refused', `run ${run.id} has steps that cannot be taken back:\n${lines.join('\n')}`, {
    hint: `To take back all the others and leave these as they are: --allow ${irreversible}`,
  })
}

/** Throws `refused` when a later run was made on top of this one: each run is undone on the schema it left. */
export async function refuseBelowLaterRun(link: Link, run: Run): Promise<void> {
  const runs = await link.journal.runs()
  const later = runs.slice(runs.findIndex(({ id }) => id === run.id) + 1)
  const standing = later.findLast(
    ({ status, steps }) =>
      status !== 'rolled_back' && steps.some((step) => step.status !== 'pending' && step.status !== 'undone'),
  )
  if (standing === undefined) return
  throw new ReconcileError('refused', `run ${standing.id} came after run ${run.id} and stands on it`, {
    hint: `Roll back ${standing.id} first.`,
  })
}
