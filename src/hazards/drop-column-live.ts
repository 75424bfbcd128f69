import { displayName } from '../model/name.ts'
import type { Rule } from './rule.ts'

export const dropColumnLive: Rule = {
  id: 'drop-column-live',
  severity: 'warn',
  why: 'An application version that still reads or writes the column fails from this moment on. The values are kept aside until purge.',
  instead: 'make sure that no running version uses the column before continuing past the gate',

  check: ({ change, step }) =>
    change.kind === 'drop_column' && step.phase === 'contract'
      ? `${displayName(change.table)}.${change.column.name} is gone for the application`
      : null,
}
