import type { Limits } from '../dialects/session.ts'
import type { TimeoutClass } from '../model/statement.ts'

/** Below deadlock_timeout (1 s): caught in a cycle, our statement gives up before the detector may pick the application's (hazards.md 0.1). */
const longestLockMs = 900
const firstLockMs = 100

export interface Budget {
  /** The target's. */
  readonly lockBudgetMs: number
  /** Of a backfill. */
  readonly targetMs: number
}

/** How long the n-th try waits for a lock, n from 1: rising from 100 ms, never beyond the budget or 900 ms. */
export function lockTimeout(attempt: number, lockBudgetMs: number): number {
  return Math.max(1, Math.floor(Math.min(firstLockMs * 1.3 ** (attempt - 1), longestLockMs, lockBudgetMs)))
}

/**
 * Limits for one transaction, from the classes of its statements (hazards.md 0.2): the statement limit is the widest
 * one's, the lock limit is short unless a statement must never give up waiting.
 */
export function limitsFor(classes: readonly TimeoutClass[], attempt: number, budget: Budget): Limits {
  const statements = classes.map((of) => statementTimeout(of, budget))
  return {
    // A lock timeout also ends the waits inside of CREATE INDEX CONCURRENTLY, and leaves an invalid index (0.5).
    lockMs: classes.includes('concurrent') ? 0 : lockTimeout(attempt, budget.lockBudgetMs),
    statementMs: statements.includes(0) ? 0 : Math.max(1_000, ...statements),
  }
}

function statementTimeout(of: TimeoutClass, { lockBudgetMs, targetMs }: Budget): number {
  switch (of) {
    case 'fast':
      return lockBudgetMs
    case 'batch':
      return 5 * targetMs
    // They scan or rewrite: the lock they hold meanwhile is what the plan said and the operator allowed.
    case 'validate':
    case 'concurrent':
    case 'blocking':
      return 0
  }
}

/** A fast statement that needs longer than its budget will not get faster: tried again a few times, not thirty. */
export const timeoutsAllowed = 2

/** Data questions run without locks that matter, but not for ever. */
export const questionLimits: Limits = { lockMs: longestLockMs, statementMs: 30 * 60_000 }

/** The journal's own short transactions. */
export const journalLimits: Limits = { lockMs: longestLockMs, statementMs: 30_000 }
