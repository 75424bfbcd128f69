import type { Session } from '../dialects/session.ts'
import { nameKey } from '../model/name.ts'
import { blocks, type LockMode, type Statement, tableLockModes } from '../model/statement.ts'
import { runStatement } from './failures.ts'

/** Enough for a reader of a moment to be gone. */
const shortestMs = 10

interface Bounds {
  /** For one lock, as the transaction has been opened with. */
  readonly lockMs: number
  /** For all of them together, with what is done in between. */
  readonly budgetMs: number
}

/**
 * Runs the statements of one transaction. A lock timeout begins anew with each lock, while whoever has come to wait behind
 * the first one waits for all of them (hazards.md 0.1): each may take what is left of the budget.
 */
export function withinBudget(
  session: Session,
  clock: () => Date,
  { lockMs, budgetMs }: Bounds,
): (statement: Statement) => Promise<void> {
  const now = (): number => clock().getTime()
  const held = new Map<string, number>()
  let limit = lockMs
  let since: number | null = null
  /** Work that the plan has told of as such. */
  let told = 0
  return async (statement) => {
    const wanted = statement.locks.filter(({ relation, mode }) => strength(mode) > (held.get(nameKey(relation)) ?? -1))
    const many = Math.max(1, new Set(wanted.map(({ relation }) => nameKey(relation))).size)
    const began = now()
    const left = since === null ? budgetMs : budgetMs - (began - since - told)
    const each = Math.min(lockMs, Math.max(shortestMs, Math.floor(Math.min(lockMs, left) / many)))
    const differs = wanted.length > 0 && each !== limit
    if (wanted.some(({ mode }) => blocks(mode) !== 'nothing')) since ??= began
    if (differs) limit = each
    // Given at once: a round trip would make others wait longer.
    await Promise.all([...(differs ? [session.limitWaits(each)] : []), runStatement(session, statement.sql)])
    for (const { relation, mode } of wanted) held.set(nameKey(relation), strength(mode))
    if (statement.timeout !== 'fast') told += Math.max(0, now() - began - each * many)
  }
}

function strength(mode: LockMode): number {
  return mode === 'write' ? tableLockModes.length : tableLockModes.indexOf(mode)
}
