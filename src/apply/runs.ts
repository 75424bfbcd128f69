import { ReconcileError } from '../lib/errors.ts'
import type { Plan } from '../model/plan.ts'
import { type Run, stepsLeft } from '../model/run.ts'
import type { ApplyOptions, ContinueOptions, RollbackOptions, RunContext, RunOptions, RunOutcome } from './context.ts'
import { waitsAtGate } from './gate.ts'
import type { Link } from './link.ts'
import { meetObstacles } from './obstacles.ts'
import { refuseHazards, refuseOtherEngine, refuseUnfinished } from './preflight.ts'
import { reachOf } from './reach.ts'
import { refuseBelowLaterRun, refuseIrreversible, runBack, stepsToUndo } from './rollback.ts'
import { runForward } from './run-forward.ts'
import type { Runtime } from './runtime.ts'
import { withLink } from './with-link.ts'

/**
 * Starts a new run of a plan. Throws before anything is written: `refused`, `stale_plan` (from `verifyFresh`),
 * `held_by_another_run`, `unreachable`. Once the run exists, how it ended is in the outcome.
 */
export async function applyPlan(context: RunContext, plan: Plan, options: ApplyOptions): Promise<RunOutcome> {
  refuseOtherEngine(plan, context)
  refuseHazards(plan, context.allow)
  return await withLink(context, async (link) => {
    refuseUnfinished(await link.journal.run('latest'))
    await options.verifyFresh(link.session)
    await meetObstacles(context, link.session, reachOf(plan.steps, context.lockBudgetMs), 'forward')
    if (context.interrupt.level !== 'none') {
      throw new ReconcileError('interrupted', 'stopped before anything was changed')
    }
    await link.journal.ensure()
    const run = await link.journal.createRun(plan, context.owner)
    return await runForward({ context, link, runId: run.id, plan }, run, options)
  })
}

/** Goes on with a run that was interrupted, killed, or failed. Throws `refused` for any other. */
export async function resumeRun(context: RunContext, runId: string, options: RunOptions): Promise<RunOutcome> {
  return await withLink(context, async (link) => {
    const run = await runNamed(link, runId)
    const wayBack = run.steps.some(({ status }) => status === 'undoing' || status === 'undone')
    if (run.status === 'rolling_back' || (run.status === 'failed' && wayBack)) {
      throw cannot(run, 'resumed', 'It is on its way back: finish that with `reconcile rollback`.')
    }
    if (run.status === 'paused') throw cannot(run, 'resumed', 'It waits at the gate: use `reconcile continue`.')
    if (run.status !== 'running' && run.status !== 'failed') throw cannot(run, 'resumed', 'It is over.')
    await meetWhatIsLeft(context, link, run)
    return await goOn(context, link, run, options)
  })
}

/**
 * Goes on with a paused run, past the gate if that is where it waits. Throws `refused` for any other, and while the
 * gate's conditions do not hold (from `verifyGate`).
 */
export async function continueRun(context: RunContext, runId: string, options: ContinueOptions): Promise<RunOutcome> {
  return await withLink(context, async (link) => {
    const run = await runNamed(link, runId)
    if (run.status !== 'paused') throw cannot(run, 'continued', 'Only a run that is paused at the gate can be.')
    const atGate = waitsAtGate(run)
    if (atGate) await options.verifyGate(link.session, run)
    await meetWhatIsLeft(context, link, run)
    if (atGate) await link.journal.passGate(run.id)
    return await goOn(context, link, run, options)
  })
}

/**
 * Takes a run back, last step first: done, paused, failed or killed half-way, and also a rollback that was itself
 * killed. Throws `refused` when steps have no way back and `irreversible` is not allowed, and when a later run stands
 * on this one.
 */
export async function rollbackRun(context: RunContext, runId: string, options: RollbackOptions): Promise<RunOutcome> {
  return await withLink(context, async (link) => {
    const run = await runNamed(link, runId)
    if (run.status === 'rolled_back') {
      throw new ReconcileError('refused', `run ${run.id} is rolled back already`, {
        hint: 'There is nothing left to take back.',
      })
    }
    await refuseBelowLaterRun(link, run)
    const runtime: Runtime = { context, link, runId: run.id, plan: run.plan }
    const steps = await stepsToUndo(runtime, run)
    refuseIrreversible(run, steps, context.allow)
    const reach = reachOf(steps, context.lockBudgetMs, ({ inverse }) => inverse.action)
    await meetObstacles(context, link.session, reach, 'back')
    await link.journal.ensure()
    await link.journal.takeRun(run.id, context.owner)
    await link.journal.setRunStatus(run.id, 'rolling_back')
    return await runBack(runtime, run, steps, options)
  })
}

/** What is left of the run may meet what was not there when it began. */
async function meetWhatIsLeft(context: RunContext, link: Link, run: Run): Promise<void> {
  await meetObstacles(context, link.session, reachOf(stepsLeft(run), context.lockBudgetMs), 'forward')
}

async function goOn(context: RunContext, link: Link, run: Run, options: RunOptions): Promise<RunOutcome> {
  await link.journal.ensure()
  await link.journal.takeRun(run.id, context.owner)
  await link.journal.setRunStatus(run.id, 'running')
  return await runForward({ context, link, runId: run.id, plan: run.plan }, run, options)
}

/** Throws `usage` when there is no such run. */
async function runNamed(link: Link, id: string): Promise<Run> {
  const run = await link.journal.run(id)
  if (run !== null) return run
  const known = (await link.journal.runs()).map((other) => other.id)
  const hint =
    known.length === 0 ? 'Nothing has ever been applied here.' : `Known runs: ${known.slice(-10).join(', ')}.`
  throw new ReconcileError('usage', `there is no run ${id} in this database`, { hint })
}

function cannot(run: Run, what: 'resumed' | 'continued', hint: string): ReconcileError {
  return new ReconcileError('refused', `run ${run.id} is ${run.status} and cannot be ${what}`, { hint })
}
