import type { ObjectName } from './name.ts'

/** One SQL text with what it costs: text and lock travel together, so nothing ever parses SQL. */
export interface Statement {
  readonly sql: string
  readonly locks: readonly Lock[]
  /** False for what the engine refuses inside a transaction (hazards.md 0.3) and for SQLite pragmas. */
  readonly transactional: boolean
  readonly timeout: TimeoutClass
  /** What the engine has to do beyond changing the catalog. */
  readonly work: Work
}

export interface Lock {
  readonly mode: LockMode
  readonly relation: ObjectName
}

/** PostgreSQL's table-level modes, weak to strong. */
export const tableLockModes = [
  'access_share',
  'row_share',
  'row_exclusive',
  'share_update_exclusive',
  'share',
  'share_row_exclusive',
  'exclusive',
  'access_exclusive',
] as const

/** SQLite's single writer lock is `write`. */
export type LockMode = (typeof tableLockModes)[number] | 'write'

/** hazards.md 0.2: which timeouts a statement runs under. */
export type TimeoutClass = 'fast' | 'validate' | 'concurrent' | 'batch' | 'blocking'

export type Work = 'catalog' | 'scan' | 'index_build' | 'rewrite' | 'rows'

/** A question to the database whose answer decides whether a step may run, or has run well. */
export interface Query {
  readonly sql: string
  /**
   * `no_rows`: any row is an offender. `some_row`: at least one row is needed.
   * `unchanged`: the rows are the same before and after the step (row counts, foreign_key_check).
   * `runs`: it merely has to compile (views and triggers after a rebuild).
   */
  readonly expect: 'no_rows' | 'some_row' | 'unchanged' | 'runs'
  /** Shown when the answer is another one: what is wrong. Offending rows are listed below it. */
  readonly failure: string
  /** What to do about it. */
  readonly help: string
  /** Makes sense only right before its step: earlier steps change the answer. */
  readonly onlyAtStep?: true
  /** It speaks the names from before the renames of the plan, some of which are made in its own step. */
  readonly byOldNames?: true
}

/** Whether a lock mode makes readers or writers wait (PostgreSQL manual §13.3, table 13.2). */
export function blocks(mode: LockMode): 'nothing' | 'writers' | 'readers and writers' {
  switch (mode) {
    case 'access_exclusive':
      return 'readers and writers'
    case 'share':
    case 'share_row_exclusive':
    case 'exclusive':
    case 'write':
      return 'writers'
    case 'access_share':
    case 'row_share':
    case 'row_exclusive':
    case 'share_update_exclusive':
      return 'nothing'
  }
}
