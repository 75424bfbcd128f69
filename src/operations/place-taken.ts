import type { Change, ChangeOf } from '../model/change.ts'
import { changesOf } from '../model/changes-of.ts'
import { type ObjectName, sameName } from '../model/name.ts'
import { isNewTable, type PlanContext } from './operation.ts'
import { isPartitioned } from './partitioned-index.ts'

/**
 * The unique constraint of its table whose name and place a unique index takes, or the index that a constraint does: then it
 * is built beside that one by another name, so that there is no moment without (ON CONFLICT goes by it). Not where a
 * foreign key lets go of that key: on its way back it would hang on the index that goes.
 */
export function placeTaken(change: Change, context: PlanContext): ChangeOf<'drop_unique' | 'drop_index'> | undefined {
  const { facts, changes, actual } = context
  if (change.kind !== 'create_index' && change.kind !== 'add_unique') return undefined
  const { table } = change
  if (!facts.concurrentIndexes || isNewTable(context, table) || isPartitioned(actual, table)) return undefined
  const going = changesOf(changes, table).find((other): other is ChangeOf<'drop_unique' | 'drop_index'> =>
    change.kind === 'add_unique'
      ? other.kind === 'drop_index' && other.index.unique && other.index.name === change.definition.name
      : change.index.unique && other.kind === 'drop_unique' && other.definition.name === change.index.name,
  )
  return going === undefined || changes.some((other) => pointsTo(other, table)) ? undefined : going
}

/** True for an index that goes with what takes its place. */
export function goesWithTaker(change: ChangeOf<'drop_index'>, context: PlanContext): boolean {
  return changesOf(context.changes, change.table).some((other) => placeTaken(other, context) === change)
}

function pointsTo(change: Change, table: ObjectName): boolean {
  return change.kind === 'drop_foreign_key' && sameName(change.definition.references.table, table)
}
