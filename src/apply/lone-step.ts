import { bug } from '../lib/errors.ts'
import { displayName } from '../model/name.ts'
import type { DdlAction, Probe } from '../model/step.ts'
import { askAfter, askBefore, baselineOf } from './checks.ts'
import { databaseFailure, naming, StepFailed } from './failures.ts'
import { Interrupted } from './interrupt.ts'
import { withRetry } from './retry.ts'
import type { Runtime } from './runtime.ts'
import { marksOf, type Task } from './task.ts'
import { journalLimits, limitsFor } from './timeouts.ts'
import { watched } from './watched.ts'

/**
 * A statement that no transaction can hold, such as CREATE INDEX CONCURRENTLY (hazards.md 0.3). The intent is already
 * recorded; whether it took effect is asked from the catalog, before and after (0.5). `attempt` is the step's, from 1.
 */
export async function runLoneStep(
  runtime: Runtime,
  task: Task,
  action: DdlAction,
  attempt: number,
): Promise<string | null> {
  let note: string | null = null
  const once = async (number: number): Promise<void> => {
    // Tried again like the rest: it waits for a backend that lost its client and still builds the index, and can deadlock.
    const leftover = await settleLeftover(runtime, action.probe)
    if (leftover.repaired) note = 'the unfinished index of an earlier attempt was removed'
    // Dropping a constraint on the way back has taken along the index that it was made of (R10).
    const gone = task.direction === 'rollback' && action.probe?.kind === 'index_dropped'
    if (leftover.state === 'done' && (attempt > 1 || number > 1 || leftover.repaired || gone)) {
      note ??= 'had already taken effect'
      await askAfter(runtime.link.session, task.verify, new Map())
      return
    }
    await runAlone(runtime, task, action, number)
  }
  await withRetry(runtime, task, (number) => watched(runtime, task, () => once(number)))
  await finish(runtime, task)
  return note
}

async function runAlone({ context, link }: Runtime, task: Task, action: DdlAction, number: number): Promise<void> {
  const { session } = link
  const [statement, ...more] = action.statements
  if (statement === undefined || more.length > 0) throw bug(`step ${task.step.id} must hold one statement`)
  await askBefore(session, task.prechecks)
  const baseline = await baselineOf(session, task.verify)
  const limits = limitsFor([statement.timeout], number, { lockBudgetMs: context.lockBudgetMs, targetMs: 0 })
  try {
    await naming(statement.sql, () => session.alone(statement.sql, limits))
  } catch (error) {
    const { kind } = databaseFailure(context.dialect, error)
    // Cleaning up can take as long as the statement: after a second Ctrl-C that is for the resume to do.
    if (kind === 'cancelled' && context.interrupt.level === 'cancel') throw new Interrupted()
    // An invalid index that nobody removes goes on costing every write, and a unique one refuses some.
    if (kind !== 'lost') await settleLeftover({ context, link }, action.probe)
    throw error
  }
  if (action.probe !== null && (await context.dialect.probe(session, action.probe)) !== 'done') {
    throw bug(`step ${task.step.id} ran without an error and yet the catalog does not show it`)
  }
  await askAfter(session, task.verify, baseline)
}

/**
 * Asked before the step has begun: afterwards an index of that name is taken for what it has built, and dropped on the way
 * back.
 */
export async function refuseTaken({ context, link }: Runtime, { action }: Task): Promise<void> {
  const probe = action.kind === 'ddl' ? action.probe : null
  if (probe?.kind !== 'index_created' || (await context.dialect.probe(link.session, probe)) !== 'done') return
  throw new StepFailed('refused', {
    message: `${displayName(probe.table)} has an index ${probe.index.name} already, which somebody has made since the plan`,
    sqlState: null,
    statement: null,
    offenders: [],
    hint: 'Rename or drop that one, then resume; or take the run back and plan again.',
  })
}

/** Removes what a broken attempt left behind, and says how things stand then. */
export async function settleLeftover(
  { context, link }: Pick<Runtime, 'context' | 'link'>,
  probe: Probe | null,
): Promise<{ readonly state: 'absent' | 'done'; readonly repaired: boolean }> {
  if (probe === null) return { state: 'absent', repaired: false }
  const { dialect } = context
  const state = await dialect.probe(link.session, probe)
  if (state !== 'broken') return { state, repaired: false }
  await dialect.repair(link.session, probe)
  // A drop that gave up half-way has come to its end by being repaired.
  return { state: (await dialect.probe(link.session, probe)) === 'done' ? 'done' : 'absent', repaired: true }
}

async function finish({ link, runId }: Runtime, task: Task): Promise<void> {
  const { session, journal } = link
  await session.transaction('write', journalLimits, async () => {
    for (const aside of task.putsAside) await journal.addQuarantine(runId, task.step.id, aside)
    for (const kept of task.bringsBack) await journal.removeQuarantine(kept)
    await journal.finishStep(runId, task.step.id, marksOf(task).over)
  })
}
