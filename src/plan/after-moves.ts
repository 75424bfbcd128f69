import { multimap } from '../lib/multimap.ts'
import { remembered } from '../lib/remembered.ts'
import type { Change } from '../model/change.ts'
import { withInner } from '../model/changes-of.ts'
import type { ForeignKey } from '../model/constraint.ts'
import { nameKey, sameName } from '../model/name.ts'
import { wordsOf } from '../model/object-words.ts'
import { type Schema, tableOf } from '../model/schema.ts'
import { goesAfterMove } from './hand-over.ts'
import { foreignKeyIn } from './partitioning-order.ts'
import { subjectOf } from './subject.ts'
import { foreignKeyOf, readsColumn, usesOf } from './uses.ts'
import { hasKey } from './waits-for-key.ts'

/**
 * What has to see the values of columns that come from another table in the moment in which that one's are put aside, and
 * what needs a key or a column that comes no earlier for that.
 */
export function afterMoves(changes: readonly Change[], actual: Schema): ReadonlySet<Change> {
  const held = new Set(changes.filter((change) => needsMoved(change, changes) || goesAfterMove(change, changes)))
  if (!withInner(changes).some(({ kind }) => kind === 'move_columns')) return held
  for (let before = -1; before < held.size; ) {
    before = held.size
    for (const change of changes) if (waitsForHeld(change, held, changes, actual)) held.add(change)
  }
  return held
}

/** It reads where values come to that are not there before: until then it goes on reading where they are. */
export function readsWhereMoved(change: Change, changes: readonly Change[]): boolean {
  if (change.kind !== 'alter_object') return false
  const words = wordsOf(change.after)
  return withInner(changes).some(
    (other) =>
      'move' in other && words.has(other.move.to.name) && other.move.columns.some(({ after }) => words.has(after.name)),
  )
}

/** It has to see the values of a column that come from another table. */
function needsMoved(change: Change, changes: readonly Change[]): boolean {
  const moved = [...movedTo(changes).of(nameKey(subjectOf(change)))]
  if (change.kind === 'add_column' || moved.length === 0) return false
  return moved.some((column) => partsOf(change).some((part) => readsColumn(usesOf(part), column)))
}

/** Columns whose values come from another table in the moment in which that one's are put aside. */
const movedTo = remembered((changes: readonly Change[]) => {
  const found = multimap<string, string>()
  for (const change of withInner(changes)) {
    if (change.kind !== 'move_columns') continue
    for (const { after } of change.move.columns) found.add(nameKey(change.move.to), after.name)
  }
  return found
})

/** Of two rebuilds of a table the one that comes before its backfills: it frees what they write of rules that go. */
export function comesBeforeBackfills(change: Change, changes: readonly Change[]): boolean {
  return (
    change.kind === 'rebuild_table' &&
    changes
      .slice(changes.indexOf(change))
      .some((other) => other.kind === 'run_backfill' && sameName(other.backfill.table, change.before.name))
  )
}

function waitsForHeld(change: Change, held: ReadonlySet<Change>, changes: readonly Change[], actual: Schema): boolean {
  const subject = subjectOf(change)
  const onSame = [...held].filter((other) => sameName(subjectOf(other), subject))
  if (change.kind === 'run_backfill') {
    const words = onSame
      .filter((other) => comesBeforeBackfills(other, changes))
      .flatMap(partsOf)
      .map(wordsOf)
    if (change.backfill.set.some(({ column }) => words.some((some) => some.has(column)))) return true
  }
  if (change.kind === 'rebuild_table') {
    const position = changes.indexOf(change)
    if (onSame.some((other) => other.kind === change.kind && changes.indexOf(other) < position)) return true
  }
  const added = onSame.flatMap(partsOf).flatMap((part) => (part.kind === 'add_column' ? [part.column.name] : []))
  if (added.some((column) => partsOf(change).some((part) => readsColumn(usesOf(part), column)))) return true
  return keysTo(change).some(({ references: { table, columns } }) => {
    const moved = [...movedTo(changes).of(nameKey(table))]
    if (columns.some((column) => moved.includes(column))) return true
    const parent = tableOf(actual, table)
    return (
      (parent === undefined || !hasKey(parent, columns)) &&
      [...held].some((other) => other !== change && sameName(subjectOf(other), table))
    )
  })
}

function partsOf(change: Change): readonly Change[] {
  return change.kind === 'rebuild_table' ? change.changes : [change]
}

/** The foreign keys that come with the change. */
function keysTo(change: Change): readonly ForeignKey[] {
  if (change.kind === 'create_table') return change.table.foreignKeys
  return partsOf(change).flatMap((part) => {
    const key = part.kind === 'validate_constraint' ? foreignKeyIn(part.constraint) : foreignKeyOf(part)
    return key === null ? [] : [key]
  })
}
