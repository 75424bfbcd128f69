import type { Row, Session } from '../dialects/session.ts'
import { compareText } from '../lib/compare.ts'
import type { Query } from '../model/statement.ts'
import { StepFailed } from './failures.ts'
import { naming } from './failures.ts'
import { offendingLines, rowText } from './offenders.ts'
import { questionLimits } from './timeouts.ts'

/** What the `unchanged` queries answered before the statements. */
export type Baseline = ReadonlyMap<Query, readonly string[]>

/** Asks before a step, in one snapshot and without locks. Throws StepFailed `refused`. */
export async function askBefore(session: Session, queries: readonly Query[]): Promise<void> {
  if (queries.length === 0) return
  await session.transaction('read', questionLimits, async () => {
    for (const query of queries) check(query, await answer(session, query), 'refused')
  })
}

async function answer(session: Session, query: Query): Promise<Row[]> {
  try {
    return await ask(session, query)
  } catch (error) {
    const cause = error instanceof Error ? error.cause : null
    // No cast leads there from any value.
    if (!(cause instanceof Error) || !('code' in cause) || cause.code !== '42846') throw error
    throw wrongAnswer({ ...query, failure: `${query.failure}: ${cause.message}` }, 'refused', [])
  }
}

/** The answers that must be the same after the statements. Asked in the step's own transaction. */
export async function baselineOf(session: Session, queries: readonly Query[]): Promise<Baseline> {
  const baseline = new Map<Query, readonly string[]>()
  for (const query of queries) {
    if (query.expect === 'unchanged') baseline.set(query, asSet(await ask(session, query)))
  }
  return baseline
}

/** Asks after the statements. Throws StepFailed `step_failed`, which undoes the transaction. */
export async function askAfter(session: Session, queries: readonly Query[], baseline: Baseline): Promise<void> {
  for (const query of queries) {
    const rows = await ask(session, query)
    const before = baseline.get(query)
    if (before === undefined) check(query, rows, 'step_failed')
    else checkUnchanged(query, before, rows)
  }
}

/** Rows that answer a question in the wrong way; nothing when the question cannot be asked now. */
export async function offendersOf(session: Session, queries: readonly Query[]): Promise<string[]> {
  for (const query of queries) {
    if (query.expect !== 'no_rows') continue
    try {
      const rows = await session.transaction('read', { lockMs: 500, statementMs: 10_000 }, () => ask(session, query))
      if (rows.length > 0) return offendingLines(rows)
    } catch {
      return []
    }
  }
  return []
}

async function ask(session: Session, query: Query): Promise<Row[]> {
  return await naming(query.sql, () => session.query(query.sql))
}

function check(query: Query, rows: readonly Row[], code: 'refused' | 'step_failed'): void {
  if (query.expect === 'no_rows' && rows.length > 0) throw wrongAnswer(query, code, offendingLines(rows))
  if (query.expect === 'some_row' && rows.length === 0) throw wrongAnswer(query, code, [])
}

function checkUnchanged(query: Query, before: readonly string[], rows: readonly Row[]): void {
  const after = asSet(rows)
  const [known, found] = [new Set(before), new Set(after)]
  const gone = before.filter((line) => !found.has(line)).map((line) => ({ before: line }))
  const come = after.filter((line) => !known.has(line)).map((line) => ({ after: line }))
  if (gone.length + come.length > 0 || before.length !== after.length) {
    throw wrongAnswer(query, 'step_failed', offendingLines([...gone, ...come]))
  }
}

function asSet(rows: readonly Row[]): readonly string[] {
  return rows.map(rowText).toSorted(compareText)
}

function wrongAnswer(query: Query, code: 'refused' | 'step_failed', offenders: readonly string[]): StepFailed {
  return new StepFailed(code, {
    message: query.failure,
    sqlState: null,
    statement: query.sql,
    offenders,
    hint: query.help,
  })
}
