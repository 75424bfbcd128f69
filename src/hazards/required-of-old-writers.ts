import { displayName, type ObjectName } from '../model/name.ts'
import type { Rule } from './rule.ts'

export const requiredOfOldWriters: Rule = {
  id: 'required-of-old-writers',
  severity: 'warn',
  why: 'An application version that leaves the column out, which it may not even know, cannot insert any more once it is required.',
  instead: 'give the column a default, or continue past the gate only when every running version writes it',

  check: ({ change, step }) => {
    if (change.kind === 'stop_filling' && change.required.length > 0) return refused(change.table, change.required)
    return change.kind === 'set_not_null' &&
      step.phase === 'contract' &&
      change.after.default === null &&
      step.inverse.action.kind !== 'nothing'
      ? refused(change.table, [change.after.name])
      : null
  },
}

function refused(table: ObjectName, columns: readonly string[]): string {
  const named = columns.map((column) => `${displayName(table)}.${column}`)
  return `inserts that leave out ${named.join(' or ')} fail from here on`
}
