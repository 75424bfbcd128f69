import type { Change } from './change.ts'
import { changesOf } from './changes-of.ts'
import { cascades, type Constraint } from './constraint.ts'
import { usesColumn } from './constraint-columns.ts'
import { isAnyFilled } from './filled-by-rule.ts'
import type { ObjectName } from './name.ts'

/**
 * Whether old versions work with a rule that goes: a primary key, what ON CONFLICT goes by (42P10 without), a foreign key
 * that deletes or changes rows itself, and any of a column that goes, which they still use. But a backfill may write what the
 * rule forbids: then it has to be gone before.
 */
export function isNeededUntilGate(table: ObjectName, constraint: Constraint, changes: readonly Change[]): boolean {
  if (constraint.kind === 'primary_key') return true
  const speaksOfDropped = changesOf(changes, table).some(
    (change) => change.kind === 'drop_column' && usesColumn(constraint, change.column.name),
  )
  return speaksOfDropped || (isWorkedWith(constraint) && !isWrittenAgainst(table, constraint, changes))
}

/** True when a backfill sets a column of it. */
export function isWrittenAgainst(table: ObjectName, constraint: Constraint, changes: readonly Change[]): boolean {
  return isAnyFilled(changes, table, (column) => usesColumn(constraint, column))
}

function isWorkedWith(constraint: Constraint): boolean {
  return constraint.kind === 'unique' || (constraint.kind === 'foreign_key' && cascades(constraint.definition))
}
