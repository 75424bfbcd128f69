import type { ChangeOf } from '../model/change.ts'
import { displayName, type ObjectName } from '../model/name.ts'
import type { Rule } from './rule.ts'

export const requiredOfOldWriters: Rule = {
  id: 'required-of-old-writers',
  severity: 'warn',
  why: 'An application version that leaves the column out, which it may not even know, or writes what the new rule refuses, cannot insert any more.',
  instead: 'give the column a default, or continue past the gate only when every running version writes what is asked',

  check: ({ change, step }) => {
    if (change.kind === 'stop_filling') return endOfFilling(change)
    return change.kind === 'set_not_null' &&
      step.phase === 'contract' &&
      change.after.default === null &&
      step.inverse.action.kind !== 'nothing'
      ? leftOut(change.table, [change.after.name])
      : null
  },
}

function endOfFilling({ table, backfill, required, rules }: ChangeOf<'stop_filling'>): string | null {
  if (required.length > 0) return leftOut(table, required)
  if (rules.length === 0) return null
  return `what ${backfill.name} has set right as it was written fails from here on, by ${rules.join(' and ')}`
}

function leftOut(table: ObjectName, columns: readonly string[]): string {
  const named = columns.map((column) => `${displayName(table)}.${column}`)
  return `inserts that leave out ${named.join(' or ')} fail from here on`
}
