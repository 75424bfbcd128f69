import { isAnyFilled } from '../model/filled-by-rule.ts'
import type { Move } from '../model/move.ts'
import type { ObjectName } from '../model/name.ts'
import { movesTo } from './moves-in.ts'
import type { PlanContext } from './operation.ts'

/** True when a backfill of this plan sets the column, or its values come from another table. */
export function isFilled(context: PlanContext, table: ObjectName, column: string): boolean {
  return moveTo(context, table, column) !== undefined || isAnyFilled(context.changes, table, (one) => one === column)
}

/** What brings the values of the column from another table; of a table when there is no column. */
export function moveTo(context: PlanContext, table: ObjectName, column: string | null = null): Move | undefined {
  return movesTo(context, table).find(
    ({ move }) => column === null || move.columns.some(({ after }) => after.name === column),
  )?.move
}
