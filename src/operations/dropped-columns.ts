import { changesOf } from '../model/changes-of.ts'
import type { ObjectName } from '../model/name.ts'
import type { PlanContext } from './operation.ts'

/** True when this plan puts the column aside. */
export function isDroppedColumn(context: PlanContext, table: ObjectName, column: string): boolean {
  return changesOf(context.changes, table).some(
    (change) => change.kind === 'drop_column' && change.column.name === column,
  )
}
