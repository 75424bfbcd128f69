import type { Statistics } from '../dialects/dialect.ts'
import type { Rates } from '../model/rates.ts'
import { nameKey, type ObjectName } from '../model/name.ts'
import { blocks, type Statement } from '../model/statement.ts'
import type { Action, Estimate } from '../model/step.ts'

/** A change of the catalog alone: a few milliseconds, most of them the commit. */
const catalogMs = 5

/** Expected cost of a step, from the table's row count and the target's rates. Unknown row counts count as none. */
export function estimateOf(action: Action, subject: ObjectName, statistics: Statistics, rates: Rates): Estimate {
  const rows = statistics.tables.get(nameKey(subject))?.rows ?? null
  if (action.kind === 'backfill') {
    const { rowsPerSecond, measured } = rates.rows
    const cost = { rows, durationMs: Math.round(Math.max(catalogMs, ((rows ?? 0) / rowsPerSecond) * 1000)), lockMs: 0 }
    return measured ? { ...cost, measured } : cost
  }
  const rowsOf = ({ locks, work }: Statement): number | null =>
    work !== 'rewrite' || statistics.tables.has(nameKey(subject))
      ? rows
      : (statistics.tables.get(nameKey(locks[0]?.relation ?? subject))?.rows ?? null)
  let durationMs = 0
  let lockMs = 0
  let held = false
  for (const statement of action.statements) {
    const cost = statementMs(statement, rowsOf(statement) ?? 0, rates)
    held = held || statement.locks.some(({ mode }) => blocks(mode) !== 'nothing')
    durationMs += cost
    if (held) lockMs += cost
  }
  const touching = action.statements.filter(({ work }) => work !== 'catalog')
  const touched = touching.length === 0 ? 0 : (rows ?? totalRows(touching, statistics))
  const measured = touching.length > 0 && touching.every(({ work }) => work !== 'catalog' && rates[work].measured)
  const cost = { rows: touched, durationMs: Math.round(durationMs), lockMs: Math.round(lockMs) }
  return measured ? { ...cost, measured } : cost
}

/** What is about no table may touch several. */
function totalRows(statements: readonly Statement[], { tables }: Statistics): number | null {
  const keys = new Set(
    statements.flatMap(({ locks, work }) =>
      work !== 'rewrite' || locks[0] === undefined ? [] : [nameKey(locks[0].relation)],
    ),
  )
  const known = [...keys].flatMap((key) => tables.get(key)?.rows ?? [])
  return known.length === 0 ? null : known.reduce((sum, rows) => sum + rows, 0)
}

function statementMs({ work }: Statement, rows: number, rates: Rates): number {
  return work === 'catalog' ? catalogMs : catalogMs + (rows / rates[work].rowsPerSecond) * 1000
}
