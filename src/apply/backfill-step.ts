import { bug } from '../lib/errors.ts'
import { grouped } from '../lib/text.ts'
import { displayName } from '../model/name.ts'
import type { Checkpoint } from '../model/run.ts'
import { tableOf } from '../model/schema.ts'
import type { BackfillAction } from '../model/step.ts'
import { type Batches, checkpointKey, execute, query, type Range, walk } from './batches.ts'
import { askAfter, askBefore } from './checks.ts'
import { naming, runStatement, StepFailed } from './failures.ts'
import { offendingLines } from './offenders.ts'
import { withRetry } from './retry.ts'
import type { Runtime } from './runtime.ts'
import { marksOf, type Task } from './task.ts'
import { limitsFor, questionLimits } from './timeouts.ts'

/** Passes behind the first one, for rows that old writers go on adding behind the cursor. */
const mostPasses = { keyed: 20, keyless: 3 }

/**
 * Fills rows in batches until no row is left that the rule wants filled. Returns how many rows it updated, in words.
 * Throws StepFailed when the rule does not make its own `where` false.
 */
export async function runBackfillStep(runtime: Runtime, task: Task, action: BackfillAction): Promise<string | null> {
  await askBefore(runtime.link.session, task.prechecks)
  const start = await begin(runtime, task, action)
  const end = start.finished ? start : await fill(runtime, task, action, start)
  await finish(runtime, task, end)
  return `${grouped(end.rowsDone)} ${end.rowsDone === 1 ? 'row' : 'rows'} updated`
}

/** The archive and the first checkpoint appear together, so each exists exactly once. */
async function begin(runtime: Runtime, task: Task, { backfill, key, archive }: BackfillAction): Promise<Checkpoint> {
  const { context, link, plan } = runtime
  const at = checkpointKey(runtime, task)
  return await withRetry(runtime, task, async (attempt) => {
    const limits = limitsFor(['fast'], attempt, { lockBudgetMs: context.lockBudgetMs, targetMs: 0 })
    return await link.session.transaction('write', limits, async () => {
      await link.journal.claimStep(runtime.runId, task.step.id)
      const known = await link.journal.checkpoint(at)
      if (known !== null) return known
      if (archive !== null) {
        const table = tableOf(plan.schema, backfill.table)
        if (table === undefined)
          throw bug(`backfill ${backfill.name}: ${displayName(backfill.table)} is not in the plan`)
        // The key may go by a name from before the plan, while others come with it.
        const columns = [...table.columns, ...(tableOf(plan.before, backfill.table)?.columns ?? [])]
        const { createArchive } = context.dialect.words.batches
        await runStatement(link.session, createArchive(archive, { ...table, columns }, backfill, key).sql)
      }
      const first: Checkpoint = { cursor: [], rowsDone: 0, batchRows: backfill.batch.rows, finished: false }
      await link.journal.saveCheckpoint(at, first)
      return first
    })
  })
}

async function fill(runtime: Runtime, task: Task, action: BackfillAction, start: Checkpoint): Promise<Checkpoint> {
  const { backfill } = action
  const keyless = action.key.length === 0
  const walkOnce = async (from: Checkpoint, work: Batches['work']): Promise<Checkpoint> => {
    const mostRows = keyless ? 2 * (await rowsOf(runtime, action)) : Number.POSITIVE_INFINITY
    return await walk(runtime, task, from, { backfill, over: backfill.table, key: action.key, mostRows, work })
  }
  let last = await walkOnce(start, (range) => update(runtime, action, range))
  let idlePasses = 0
  for (let pass = 1; ; pass += 1) {
    const unfilled = await unfilledRows(runtime, action)
    if (unfilled.length === 0) return last
    // One idle pass proves little: the row may have come after it.
    if (idlePasses === 2 || pass > (keyless ? mostPasses.keyless : mostPasses.keyed))
      throw neverFilled(action, unfilled)
    const before = last.rowsDone
    const restart = { ...last, cursor: [] }
    await runtime.link.journal.saveCheckpoint(checkpointKey(runtime, task), restart)
    last = await walkOnce(restart, (range) => updateStragglers(runtime, action, range, unfilled))
    idlePasses = last.rowsDone === before ? idlePasses + 1 : 0
  }
}

/** Rows of a table without a key: updating moves them to its end, where a walk meets them again (hazards.md 4A). */
async function rowsOf(runtime: Runtime, { backfill, key }: BackfillAction): Promise<number> {
  const { link, context } = runtime
  const whole = context.dialect.words.batches.end(backfill.table, key, null, 2 ** 31 - 1)
  const [end] = await link.session.transaction('read', questionLimits, () => query(runtime, whole))
  return Number(end?.['rows'] ?? 0)
}

async function update(
  runtime: Runtime,
  { backfill, key, archive }: BackfillAction,
  { from, to }: Range,
): Promise<number> {
  const { batches } = runtime.context.dialect.words
  if (archive !== null) await execute(runtime, batches.keepOld(backfill, key, archive, from, to))
  const changed = await execute(runtime, batches.update(backfill, key, from, to))
  if (archive !== null) await execute(runtime, batches.keepNew(backfill, key, archive, from, to))
  return changed
}

/**
 * Rows that the first pass has not reached are new ones; rows that it has reached, and that are wanted again, will be
 * wanted for ever. The two are told apart by asking again in the same transaction, which is cheap for a few rows.
 */
async function updateStragglers(
  runtime: Runtime,
  action: BackfillAction,
  range: Range,
  unfilled: readonly string[],
): Promise<number> {
  const changed = await update(runtime, action, range)
  if (changed === 0) return 0
  const { backfill, key } = action
  const again = await execute(
    runtime,
    runtime.context.dialect.words.batches.update(backfill, key, range.from, range.to),
  )
  // Undone with the transaction.
  if (again > 0) throw neverFilled(action, unfilled)
  return changed
}

async function unfilledRows({ context, link }: Runtime, { backfill, key }: BackfillAction): Promise<string[]> {
  const { sql } = context.dialect.words.questions.unfilled(backfill, key)
  const { session } = link
  return offendingLines(await session.transaction('read', questionLimits, () => naming(sql, () => session.query(sql))))
}

function neverFilled({ backfill }: BackfillAction, offenders: readonly string[]): StepFailed {
  const message = `backfill ${backfill.name} of ${displayName(backfill.table)} leaves rows for which its own \`where\` is still true`
  const hint = `After \`set\`, \`where\` (${backfill.where}) must be false: exclude rows that have no value, or give them one.`
  return new StepFailed('step_failed', { message, sqlState: null, statement: null, offenders, hint })
}

async function finish(runtime: Runtime, task: Task, last: Checkpoint): Promise<void> {
  const { session, journal } = runtime.link
  const finished = { ...last, finished: true }
  // `verify` may look at the whole table.
  await session.transaction('write', questionLimits, async () => {
    await askAfter(session, task.verify, new Map())
    await journal.saveCheckpoint(checkpointKey(runtime, task), finished)
    for (const aside of task.putsAside) await journal.addQuarantine(runtime.runId, task.step.id, aside)
    for (const kept of task.bringsBack) await journal.removeQuarantine(kept)
    await journal.finishStep(runtime.runId, task.step.id, marksOf(task).over)
  })
}
