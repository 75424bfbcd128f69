import { displayName } from '../model/name.ts'
import { isSmall, type Rule } from './rule.ts'

export const rowsMovedUnderLock: Rule = {
  id: 'rows-moved-under-lock',
  severity: 'block',
  why: 'Rows go from one table to another while the application waits for both.',
  instead:
    'of partitions, change fewer bounds at a time, so that no row has to move, or copy the rows to new partitions beside the application, and attach those; of columns that go to another table, let the application write both for a while, filled by a backfill',

  check(input) {
    const { step } = input
    if (step.action.kind !== 'ddl' || isSmall(input)) return null
    const moves = step.action.statements.some(({ work }) => work === 'rows')
    return moves ? `rows of ${displayName(step.subject)} are moved under a lock` : null
  },
}
