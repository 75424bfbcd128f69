import type { Session } from '../dialects/session.ts'
import type { LockMode, Statement, TimeoutClass } from '../model/statement.ts'
import type { DdlAction } from '../model/step.ts'
import { askAfter, askBefore, baselineOf } from './checks.ts'
import { databaseFailure, naming } from './failures.ts'
import { type LockTimer, lockTimer } from './lock-time.ts'
import { withinBudget } from './lock-waits.ts'
import { withRetry } from './retry.ts'
import type { Runtime } from './runtime.ts'
import { marksOf, type StepResult, type Task } from './task.ts'
import { limitsFor, questionLimits, timeoutsAllowed } from './timeouts.ts'

/**
 * A step whose statements all fit into one transaction, together with its journal row: after a crash the row says
 * exactly whether it happened.
 */
export async function runTransactionStep(runtime: Runtime, task: Task, action: DdlAction | null): Promise<StepResult> {
  const { context, link } = runtime
  await askBefore(link.session, task.prechecks)
  let discard = await mayDiscard(link.session, task)
  let timeoutsLeft = timeoutsAllowed
  const timer = lockTimer(context.clock)
  const note = await withRetry(
    runtime,
    task,
    async (attempt) => {
      try {
        return await runOnce(runtime, task, { action, discard, attempt, timer })
      } catch (error) {
        // Looking for values took too long under the lock: put the thing aside instead, which needs no look.
        if (databaseFailure(context.dialect, error).kind === 'cancelled') discard = null
        throw error
      } finally {
        timer.released()
      }
    },
    { againAfterTimeout: () => timeoutsLeft-- > 0 },
  )
  return { note, lockMs: timer.longestMs() }
}

interface Attempt {
  readonly action: DdlAction | null
  readonly discard: Task['discard']
  /** From 1. */
  readonly attempt: number
  readonly timer: LockTimer
}

async function runOnce(
  { context, link, runId }: Runtime,
  task: Task,
  { action, discard, attempt, timer }: Attempt,
): Promise<string | null> {
  const { session, journal } = link
  const { over } = marksOf(task)
  const candidates = [action, discard?.action ?? null].flatMap((one) => one?.statements ?? [])
  const classes: readonly TimeoutClass[] = candidates.length === 0 ? ['fast'] : candidates.map(({ timeout }) => timeout)
  const limits = limitsFor(classes, attempt, { lockBudgetMs: context.lockBudgetMs, targetMs: 0 })
  const rebuilds = action?.session === 'rebuild' || discard?.action.session === 'rebuild'
  const within = withinBudget(session, context.clock, { lockMs: limits.lockMs, budgetMs: context.lockBudgetMs })
  const run = async (statement: Statement): Promise<void> => {
    timer.asks(statement)
    await within(statement)
  }
  return await session.transaction(rebuilds ? 'rebuild' : 'write', limits, async () => {
    // A lost connection may have left a backend that was about to commit this very step.
    if ((await journal.claimStep(runId, task.step.id)) === over)
      return 'had been committed before the connection was lost'
    const unused = discard !== null && (await isUnused(context.dialect.words, session, task.step, discard, run))
    const baseline = await baselineOf(session, task.verify)
    for (const statement of (unused ? discard?.action : action)?.statements ?? []) await run(statement)
    await askAfter(session, task.verify, baseline)
    if (!unused) for (const aside of task.putsAside) await journal.addQuarantine(runId, task.step.id, aside)
    for (const kept of task.bringsBack) await journal.removeQuarantine(kept)
    await journal.finishStep(runId, task.step.id, over)
    return unused ? 'it was empty, and is dropped for good' : null
  })
}

/** Asked first without a lock, however long it takes: most things that hold something are recognised here. */
async function mayDiscard(session: Session, { discard }: Task): Promise<Task['discard']> {
  if (discard === null) return null
  const { sql } = discard.unused
  const rows = await session.transaction('read', questionLimits, () => naming(sql, () => session.query(sql)))
  return rows.length === 0 ? discard : null
}

/** Asked again under the lock that the drop needs anyway, so that nobody can put something in between. */
async function isUnused(
  words: Runtime['context']['dialect']['words'],
  session: Session,
  { change }: Task['step'],
  { unused, action }: NonNullable<Task['discard']>,
  run: (statement: Statement) => Promise<void>,
): Promise<boolean> {
  const mode: LockMode = 'access_exclusive'
  // Only tables can be locked by a statement of its own.
  const names =
    change === 'create_object'
      ? []
      : action.statements.flatMap(({ locks }) => locks.filter((lock) => lock.mode === mode))
  // SQLite's writer lock is already held by BEGIN IMMEDIATE, and no statement of its asks for this mode.
  for (const { relation } of names) await run(words.lockTable(relation, mode))
  return (await naming(unused.sql, () => session.query(unused.sql))).length === 0
}
