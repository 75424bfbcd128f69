import type { Dialect } from '../dialects/dialect.ts'
import type { Session } from '../dialects/session.ts'
import { offendingLines } from '../apply/offenders.ts'
import { identifiersIn } from '../lib/identifiers.ts'
import type { Plan } from '../model/plan.ts'

/** Rows that stand in the way of a step, found while planning. */
export interface DataFinding {
  readonly step: string
  readonly title: string
  readonly failure: string
  readonly help: string
  /** Up to 20 rows, one line each. */
  readonly offenders: readonly string[]
}

/** Long enough for a scan of a large table, short enough for somebody waiting for a plan. Milliseconds. */
const patienceMs = 30_000

/**
 * Asks each step's prechecks now, read-only and under a timeout, so that violating data is known before anything runs.
 * A question about something that an earlier step has yet to make or to fill, or that takes too long, is left to the step
 * itself, which asks again right before it starts.
 */
export async function questionData(
  session: Session,
  dialect: Dialect,
  plan: Plan,
  /** What a question is before the renames of the plan. */
  asNow: (sql: string) => string,
): Promise<DataFinding[]> {
  const findings: DataFinding[] = []
  const asked = new Set<string>()
  /** Names of columns that a backfill before the step is going to set. */
  const filled = new Set<string>()
  for (const step of plan.steps) {
    if (step.action.kind === 'backfill') for (const { column } of step.action.backfill.set) filled.add(column)
    for (const query of step.prechecks) {
      if (
        query.expect !== 'no_rows' ||
        query.onlyAtStep === true ||
        asked.has(query.sql) ||
        mentionsAny(query.sql, filled)
      )
        continue
      asked.add(query.sql)
      const { offenders, impossible } = await ask(
        session,
        dialect,
        query.byOldNames === true ? query.sql : asNow(query.sql),
      )
      if (impossible !== null) {
        findings.push({ step: step.id, title: step.title, ...noCast, failure: impossible, offenders: [] })
      } else if (offenders.length > 0) {
        findings.push({ step: step.id, title: step.title, failure: query.failure, help: query.help, offenders })
      }
    }
  }
  return findings
}

/** A false alarm merely leaves the question to the step. */
function mentionsAny(sql: string, columns: ReadonlySet<string>): boolean {
  return columns.size > 0 && [...identifiersIn(sql)].some((word) => columns.has(word))
}

interface Answer {
  readonly offenders: readonly string[]
  /** Why the step cannot be made with any data. */
  readonly impossible: string | null
  /** Why there is no answer: what it asks for is not there yet, or it takes too long. */
  readonly unasked: string | null
}

const noCast = {
  help: 'Declare a new column beside it, fill it with a backfill that says how values are converted, and take this one out.',
}

/** Read-only and under a timeout; what cannot be asked yet, or takes too long, has no offenders. */
export async function ask(session: Session, dialect: Dialect, sql: string): Promise<Answer> {
  const answer = (offenders: readonly string[]): Answer => ({ offenders, impossible: null, unasked: null })
  try {
    const limits = { lockMs: 1_000, statementMs: patienceMs }
    return answer(offendingLines(await session.transaction('read', limits, () => session.query(sql))))
  } catch (error) {
    const { kind, code, message } = dialect.failure(error)
    if (kind === 'cancelled' || kind === 'lock' || notThereYet(code, message))
      return { ...answer([]), unasked: message }
    // A value that cannot even be tested (a cast, a division by zero) is an answer too.
    if (kind === 'data') return answer([`${message}${code === null ? '' : ` (${code})`}`])
    if (code === cannotCoerce) return { ...answer([]), impossible: message }
    throw error
  }
}

const cannotCoerce = '42846'

/** Undefined column, table, object, function or label, or a materialized view that is not filled; SQLite says SQLITE_ERROR for all of them. */
function notThereYet(code: string | null, message: string): boolean {
  if (code === '22P02') return message.startsWith('invalid input value for enum')
  return code !== null && ['42703', '42P01', '42704', '42883', '3F000', '55000', 'SQLITE_ERROR'].includes(code)
}
