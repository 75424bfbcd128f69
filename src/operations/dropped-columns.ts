import { type ObjectName, sameName } from '../model/name.ts'
import type { PlanContext } from './operation.ts'

/** True when this plan puts the column aside. */
export function isDroppedColumn(context: PlanContext, table: ObjectName, column: string): boolean {
  return context.changes.some(
    (change) => change.kind === 'drop_column' && change.column.name === column && sameName(change.table, table),
  )
}
