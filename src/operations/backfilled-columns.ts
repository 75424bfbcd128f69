import { changesOf } from '../model/changes-of.ts'
import type { ObjectName } from '../model/name.ts'
import type { PlanContext } from './operation.ts'

/** True when a backfill of this plan sets the column. */
export function filledByBackfill(context: PlanContext, table: ObjectName, column: string): boolean {
  return changesOf(context.changes, table).some(
    (change) => change.kind === 'run_backfill' && change.backfill.set.some((set) => set.column === column),
  )
}
