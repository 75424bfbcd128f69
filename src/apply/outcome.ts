import { bug, ReconcileError } from '../lib/errors.ts'
import { count } from '../lib/text.ts'
import type { Direction } from '../model/event.ts'
import type { Run, RunStatus } from '../model/run.ts'
import { timeOf } from '../model/run-time.ts'
import type { RunFailure, RunOutcome, Settled } from './context.ts'
import { StepFailed, stepFailure } from './failures.ts'
import { Interrupted } from './interrupt.ts'
import type { Runtime } from './runtime.ts'
import { journalLimits } from './timeouts.ts'

interface Course {
  readonly direction: Direction
  /** The steps to go through, in their order. Resolves to the status to end with. */
  readonly steps: () => Promise<'settle' | 'paused'>
  readonly settle: () => Promise<Settled>
  /** The step under way, for the failure. */
  readonly current: () => string | null
}

/** Goes through the steps, settles, records how it ended, and turns every foreseeable failure into an outcome. */
export async function runCourse(runtime: Runtime, began: Date, course: Course): Promise<RunOutcome> {
  try {
    const end = await course.steps()
    if (end === 'settle') return await settle(runtime, began, course)
    await runtime.link.journal.setRunStatus(runtime.runId, 'paused')
    return await conclude(runtime, began, course.direction, null)
  } catch (error) {
    if (error instanceof Interrupted)
      return { ...(await conclude(runtime, began, course.direction, null)), status: 'interrupted' }
    const foreseen = error instanceof StepFailed || error instanceof ReconcileError
    const { code, failure } = stepFailure(runtime.context.dialect, error)
    // Over a dead connection nothing can be recorded: the run is resumed as after a crash.
    const { session, journal } = runtime.link
    const record = () => journal.setRunStatus(runtime.runId, 'failed')
    await session.transaction('write', journalLimits, record).catch(() => undefined)
    const outcome = await conclude(runtime, began, course.direction, { ...failure, code, step: course.current() })
    if (!foreseen || code === 'bug') throw error
    return outcome
  }
}

/** Records the new state of things in the transaction that ends the run. */
async function settle(runtime: Runtime, began: Date, course: Course): Promise<RunOutcome> {
  const { link, runId } = runtime
  const { recorded, residue } = await course.settle()
  await link.session.transaction('write', journalLimits, async () => {
    await link.journal.saveRecorded(recorded)
    await link.journal.setRunStatus(runId, course.direction === 'apply' ? 'done' : 'rolled_back')
  })
  if (residue.length > 0) {
    // The run is over all the same: nothing is left that resuming could do, and the next plan takes the residue in.
    const goal = course.direction === 'apply' ? 'what the plan leads to' : 'what it was before the run'
    return await conclude(runtime, began, course.direction, {
      code: 'not_converged',
      step: null,
      message: `every step is done, and yet the database is not ${goal}: ${count(residue.length, 'difference')} left`,
      sqlState: null,
      statement: null,
      offenders: [],
      hint: '',
      explained: {
        name: 'residue',
        found: residue,
        causes: ['Something else has changed the database meanwhile, or this is a bug in Reconcile.'],
        choices: ['`reconcile plan` shows the way from here.'],
      },
    })
  }
  return await conclude(runtime, began, course.direction, null)
}

async function conclude(
  { context, link, runId, plan }: Runtime,
  began: Date,
  direction: Direction,
  failure: RunFailure | null,
): Promise<RunOutcome> {
  const elapsedMs = context.clock().getTime() - began.getTime()
  const run = await link.journal.run(runId).catch(() => unreadable(runId, plan, context.owner, began))
  if (run === null) throw bug(`run ${runId} is not in the journal`)
  const status: RunStatus = failure === null ? run.status : 'failed'
  const time = direction === 'apply' ? timeOf(run) : null
  context.emit({ type: 'run_finished', run: runId, status, elapsedMs, ...(time === null ? {} : { time }) })
  return { run, status, failure }
}

/** What is known of a run whose database is out of reach: still running, as far as its journal goes. */
function unreadable(id: string, plan: Runtime['plan'], owner: string, began: Date): Run {
  return { id, plan, status: 'running', startedAt: began.toISOString(), finishedAt: null, owner, steps: [] }
}
