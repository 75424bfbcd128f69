import type { Change } from '../model/change.ts'
import { displayName } from '../model/name.ts'
import type { Rule } from './rule.ts'

/** An exchanged column comes last (hazards.md 3A); `INSERT` without a list is understood until the next change only. */
export const columnOrderChanges: Rule = {
  id: 'column-order-changes',
  severity: 'warn',
  why: 'The column that takes the name of another one comes after all others: INSERT and COPY without a list of columns write into the wrong ones, and SELECT * gives them in another order.',
  instead: 'name the columns in every INSERT and COPY, and read results by name, before the gate is passed',

  check: ({ change }) => {
    const columns = exchangedBy(change)
    return columns.length === 0 ? null : `${columns.join(', ')}: from here on after all other columns of the table`
  },
}

function exchangedBy(change: Change): readonly string[] {
  if (change.kind === 'recreate_objects') return change.around.flatMap(exchangedBy)
  if (change.kind !== 'swap_columns') return []
  return change.swaps.flatMap(({ table, pairs }) => pairs.map(({ after }) => `${displayName(table)}.${after.name}`))
}
