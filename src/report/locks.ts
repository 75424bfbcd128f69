import { grouped } from '../lib/text.ts'
import { displayName, nameKey } from '../model/name.ts'
import { blocks, type Lock, type LockMode, tableLockModes } from '../model/statement.ts'
import { locksOf, type Action, type Step } from '../model/step.ts'
import { oneLine } from './clip.ts'
import { about, duration } from './duration.ts'

const weakToStrong: readonly LockMode[] = [...tableLockModes, 'write']

/** As the PostgreSQL manual spells it; SQLite has one writer per database. */
function lockName(mode: LockMode): string {
  return mode === 'write' ? 'the write lock' : mode.replaceAll('_', ' ').toUpperCase()
}

/** The strongest lock on each relation, in the order in which relations are first locked. */
export function strongestLocks(locks: readonly Lock[]): readonly Lock[] {
  const byRelation = new Map<string, Lock>()
  for (const lock of locks) {
    const key = nameKey(lock.relation)
    const known = byRelation.get(key)
    if (known === undefined || weakToStrong.indexOf(lock.mode) > weakToStrong.indexOf(known.mode)) {
      byRelation.set(key, lock)
    }
  }
  return [...byRelation.values()]
}

/** What a step locks, who waits for it and how long, and whether that is over the budget: one line per relation. */
export function lockLines(step: Step, dialect: 'postgres' | 'sqlite', budgetMs: number): readonly string[] {
  const { action, estimate } = step
  if (action.kind === 'backfill') return [batchLock(action, dialect)]
  const locks = strongestLocks(locksOf(action))
  if (locks.length === 0) return ['no table lock']
  if (dialect === 'sqlite') return [`the database's write lock: ${waiting('write', estimate.lockMs, budgetMs)}`]
  return locks.map(
    ({ mode, relation }) =>
      `${lockName(mode)} on ${oneLine(displayName(relation))}: ${waiting(mode, estimate.lockMs, budgetMs)}`,
  )
}

/** Nobody, or who waits and for how long. */
export function lockSummary(step: Step): string {
  if (step.estimate.lockMs === 0 || step.action.kind === 'backfill') return 'nobody waits'
  const strongest = strongestLocks(locksOf(step.action)).map(({ mode }) => blocks(mode))
  const who = strongest.includes('readers and writers') ? 'readers and writers' : 'writers'
  return `${who} wait ${about(step.estimate.lockMs)}`
}

function waiting(mode: LockMode, lockMs: number, budgetMs: number): string {
  const who = blocks(mode)
  if (who === 'nothing') return 'reads and writes go on'
  if (lockMs === 0) return 'nobody waits for it'
  const over = lockMs > budgetMs ? `, OVER the budget of ${duration(budgetMs)}` : ''
  return `blocks ${who} for ${about(lockMs)}${over}`
}

function batchLock(action: Extract<Action, { kind: 'backfill' }>, dialect: 'postgres' | 'sqlite'): string {
  const { rows, targetMs } = action.backfill.batch
  const batch = `${grouped(rows)} rows, about ${duration(targetMs)} at a time`
  return dialect === 'sqlite'
    ? `the database's write lock, batch by batch (${batch}): other writers get their turn in between`
    : `row locks, batch by batch (${batch}): reads go on, writers wait only for rows of the batch`
}
