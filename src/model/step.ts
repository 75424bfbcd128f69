import type { Backfill } from './backfill.ts'
import type { ChangeKind } from './change.ts'
import type { Position } from './diagnostic.ts'
import type { Hazard } from './hazard.ts'
import type { ObjectName } from './name.ts'
import type { ObjectKind } from './object-ref.ts'
import type { Lock, Query, Statement } from './statement.ts'

export type Phase = 'expand' | 'backfill' | 'validate' | 'contract'

export const phases: readonly Phase[] = ['expand', 'backfill', 'validate', 'contract']

/** The smallest unit that is executed and recorded. */
export interface Step {
  /** `<phase number>.<position>`, for example `1.3`: the order of execution. */
  readonly id: string
  readonly phase: Phase
  /** One line for people, for example `add column customers.tier_id`. */
  readonly title: string
  /** The kind of the change that this step is (part of). */
  readonly change: ChangeKind
  /** The table (or enum) it is about. */
  readonly subject: ObjectName
  readonly action: Action
  /** Data questions asked when planning and again right before the step. */
  readonly prechecks: readonly Query[]
  /** Asked after the statements; inside the transaction where there is one, so a bad answer undoes the step. */
  readonly verify: readonly Query[]
  readonly inverse: Inverse
  /** Things this step puts aside instead of destroying. */
  readonly quarantines: readonly Quarantine[]
  readonly hazards: readonly Hazard[]
  readonly estimate: Estimate
  /** Why this step is there: the recipe, and the spec line it comes from. */
  readonly reason: string
  readonly source: Position | null
}

/** What a step does. */
export type Action = DdlAction | BackfillAction

/**
 * Statements that run one after the other. When every statement is transactional they share one transaction with
 * the step's journal row. `session: 'rebuild'`: SQLite's table rebuild, which runs in one transaction with
 * foreign_keys off and legacy_alter_table on, both set outside of it and read back (hazards.md 2C).
 * A statement that cannot be in a transaction is alone in its step and has a probe.
 */
export interface DdlAction {
  readonly kind: 'ddl'
  readonly statements: readonly Statement[]
  readonly session: 'plain' | 'rebuild'
  /** How to tell, from the catalog, whether a non-transactional statement took effect; `null` for transactional steps. */
  readonly probe: Probe | null
}

/** What a non-transactional statement leaves behind (hazards.md 0.5). */
export type Probe =
  | { readonly kind: 'index_created'; readonly index: ObjectName; readonly table: ObjectName }
  | { readonly kind: 'index_dropped'; readonly index: ObjectName; readonly table: ObjectName }
  | { readonly kind: 'partition_detached'; readonly partition: ObjectName; readonly table: ObjectName }

export interface BackfillAction {
  readonly kind: 'backfill'
  readonly backfill: Backfill
  readonly key: readonly KeyColumn[]
  /** Table that old values are copied to in the batch's own transaction; null when there was nothing to keep. */
  readonly archive: ObjectName | null
}

/** How to take a step back. */
export interface Inverse {
  readonly exactness: 'exact' | 'lossy' | 'none'
  /** What is kept and what is not, in words. */
  readonly note: string
  readonly action: Action | { readonly kind: 'nothing' } | RestoreAction
  /**
   * Taking back an addition puts the added thing into quarantine when it holds something, and plainly drops it when
   * it does not: `discard` runs instead of `action` when `unused` returns no row.
   */
  readonly discard: { readonly unused: Query; readonly action: DdlAction } | null
  readonly prechecks: readonly Query[]
  readonly verify: readonly Query[]
  /** What `action` puts aside. */
  readonly quarantines: readonly Quarantine[]
}

/**
 * A column of the primary key, or of a unique NOT NULL key, that batches advance along. A table without one
 * advances by row position (ctid, rowid): the list is empty.
 */
export interface KeyColumn {
  readonly column: string
  readonly type: string
}

/** Gives archived values back to rows whose value is still the one the backfill wrote. */
export interface RestoreAction {
  readonly kind: 'restore'
  readonly backfill: Backfill
  readonly key: readonly KeyColumn[]
  readonly archive: ObjectName
}

export interface Quarantine {
  /**
   * `values`: what a backfill has overwritten, as a table of its own. `sync`: the trigger that keeps an old column in step
   * with the one that took its place, by the name of its function.
   */
  readonly kind: 'table' | 'column' | 'enum' | 'values' | 'sync' | ObjectKind
  /** The table (enum, object) as it was called, or whose values they are, and the column when it is one. */
  readonly name: ObjectName
  readonly column: string | null
  /** Where it is now: its new name; for a column its table's name and the column's new name. */
  readonly keptAs: { readonly name: ObjectName; readonly column: string | null }
}

export interface Estimate {
  /** Rows touched or scanned; null when statistics do not know. */
  readonly rows: number | null
  /** Whole duration, milliseconds. */
  readonly durationMs: number
  /** Longest time one lock that blocks somebody is held, milliseconds; 0 when nothing is blocked. */
  readonly lockMs: number
  /** By rates that this target has shown before; otherwise by assumed ones, or it does not depend on rows. */
  readonly measured?: true
}

/** The locks of a step, strongest mode per relation not merged: in the order they are taken. */
export function locksOf(action: Action): readonly Lock[] {
  return action.kind === 'ddl' ? action.statements.flatMap((statement) => statement.locks) : []
}

/** True for a step that is there for its way back alone: on the way there it has nothing to do. */
export function isIdle({ action }: Pick<Step, 'action'>): boolean {
  return action.kind === 'ddl' && action.statements.length === 0
}

/**
 * True for one that does nothing but build, on the way back, what the step before it then takes over. It is as good as done
 * with that one, so that a run which ends between the two can be taken back.
 */
export function isDoneWithPrevious({ action, inverse }: Pick<Step, 'action' | 'inverse'>): boolean {
  return isIdle({ action }) && inverse.action.kind === 'ddl' && inverse.action.probe !== null
}
