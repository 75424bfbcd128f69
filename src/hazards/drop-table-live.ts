import { displayName } from '../model/name.ts'
import type { Rule } from './rule.ts'

export const dropTableLive: Rule = {
  id: 'drop-table-live',
  severity: 'warn',
  why: 'An application version that still uses the table fails from this moment on. The rows are kept aside until purge.',
  instead: 'make sure that no running version uses the table before continuing past the gate',

  check: ({ change }) =>
    change.kind === 'drop_table' ? `${displayName(change.table.name)} is gone for the application` : null,
}
