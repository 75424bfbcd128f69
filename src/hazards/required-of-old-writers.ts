import { displayName } from '../model/name.ts'
import type { Rule } from './rule.ts'

export const requiredOfOldWriters: Rule = {
  id: 'required-of-old-writers',
  severity: 'warn',
  why: 'An application version that does not know the column leaves it out, and its inserts fail once the column is required.',
  instead: 'give the column a default, or continue past the gate only when every running version writes it',

  check: ({ change, step }) =>
    change.kind === 'set_not_null' &&
    step.phase === 'contract' &&
    change.after.default === null &&
    step.inverse.action.kind !== 'nothing'
      ? `inserts that leave out ${displayName(change.table)}.${change.after.name} fail from here on`
      : null,
}
