import { displayName } from '../model/name.ts'
import type { Rule } from './rule.ts'

/** hazards.md 7, rule 45. */
export const nullsAppear: Rule = {
  id: 'nulls-appear',
  severity: 'info',
  why: 'An application version that has never met NULL in the column may not cope with it.',
  instead: 'write NULL only once every running version can read it',

  check: ({ change }) =>
    change.kind === 'drop_not_null'
      ? `${displayName(change.table)}.${change.after.name} may be NULL from here on`
      : null,
}
