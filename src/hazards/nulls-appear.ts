import { displayName } from '../model/name.ts'
import { tableOf } from '../model/schema.ts'
import { columnOf } from '../model/table.ts'
import type { Rule } from './rule.ts'

/** hazards.md 7, rule 45. */
export const nullsAppear: Rule = {
  id: 'nulls-appear',
  severity: 'info',
  why: 'An application version that has never met NULL in the column may not cope with it.',
  instead: 'write NULL only once every running version can read it',

  check({ change, after }) {
    if (change.kind !== 'drop_not_null') return null
    const table = tableOf(after, change.table)
    // One that goes is freed of it first.
    if (table === undefined || columnOf(table, change.after.name) === undefined) return null
    return `${displayName(change.table)}.${change.after.name} may be NULL from here on`
  },
}
