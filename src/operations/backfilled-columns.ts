import { sameName, type ObjectName } from '../model/name.ts'
import type { PlanContext } from './operation.ts'

/** True when a backfill of this plan sets the column. */
export function filledByBackfill(context: PlanContext, table: ObjectName, column: string): boolean {
  return context.changes.some(
    (change) =>
      change.kind === 'run_backfill' &&
      sameName(change.backfill.table, table) &&
      change.backfill.set.some((set) => set.column === column),
  )
}
