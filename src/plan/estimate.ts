import type { Statistics } from '../dialects/dialect.ts'
import { nameKey, type ObjectName } from '../model/name.ts'
import { blocks, type Statement, type Work } from '../model/statement.ts'
import type { Action, Estimate } from '../model/step.ts'

/**
 * Rows per second when nothing has been measured on the target: 1,000 for row work in batches (hazards.md 4E plans
 * with 1–20 k), and what a small shared machine reads or builds (anchors.md 5b, rounded down).
 */
const rowsPerSecond: Readonly<Record<Exclude<Work, 'catalog'>, number>> = {
  rows: 1_000,
  scan: 1_000_000,
  index_build: 200_000,
  rewrite: 200_000,
}

/** A change of the catalog alone: a few milliseconds, most of them the commit. */
const catalogMs = 5

/** Expected cost of a step, from the table's row count. Unknown row counts count as none. */
export function estimateOf(action: Action, subject: ObjectName, statistics: Statistics): Estimate {
  const rows = statistics.tables.get(nameKey(subject))?.rows ?? null
  if (action.kind === 'backfill') {
    return { rows, durationMs: Math.max(catalogMs, ((rows ?? 0) / rowsPerSecond.rows) * 1000), lockMs: 0 }
  }
  const rowsOf = ({ locks, work }: Statement): number | null =>
    work !== 'rewrite' || statistics.tables.has(nameKey(subject))
      ? rows
      : (statistics.tables.get(nameKey(locks[0]?.relation ?? subject))?.rows ?? null)
  let durationMs = 0
  let lockMs = 0
  let held = false
  for (const statement of action.statements) {
    const cost = statementMs(statement, rowsOf(statement) ?? 0)
    held = held || statement.locks.some(({ mode }) => blocks(mode) !== 'nothing')
    durationMs += cost
    if (held) lockMs += cost
  }
  const touching = action.statements.filter(({ work }) => work !== 'catalog')
  const touched = touching.length === 0 ? 0 : (rows ?? totalRows(touching, statistics))
  return { rows: touched, durationMs: Math.round(durationMs), lockMs: Math.round(lockMs) }
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

function statementMs({ work }: Statement, rows: number): number {
  return work === 'catalog' ? catalogMs : catalogMs + (rows / rowsPerSecond[work]) * 1000
}
