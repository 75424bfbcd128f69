import type { Change } from '../model/change.ts'
import type { Column } from '../model/column.ts'
import type { PlanContext } from './operation.ts'
import { quarantinedColumn } from './quarantine-name.ts'

export interface Overwritten {
  /** As it was: plain. */
  readonly column: Column
  /** Where its values stay. */
  readonly kept: Column
}

/** Plain columns that become generated: nothing could compute their values again, so they are put aside (R14). */
export function overwritten(changes: readonly Change[], context: PlanContext): Overwritten[] {
  return changes.flatMap((change) => {
    if (change.kind !== 'change_generated' || change.before.generated !== null) return []
    const column = change.before
    return [
      {
        column,
        kept: { ...column, name: quarantinedColumn(context, change.table, column.name), nullable: true, default: null },
      },
    ]
  })
}
