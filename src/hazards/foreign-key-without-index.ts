import { displayName } from '../model/name.ts'
import type { Rule } from './rule.ts'

export const foreignKeyWithoutIndex: Rule = {
  id: 'foreign-key-without-index',
  severity: 'info',
  why: 'Each delete of a referenced row, and each change of its key, reads the whole referencing table.',
  instead: 'declare an index that begins with the columns of the foreign key',

  check: ({ change, leading }) =>
    change.kind === 'add_foreign_key' && !leading(change.table, change.definition.columns)
      ? `${displayName(change.table)} has no index that begins with ${change.definition.columns.join(', ')}`
      : null,
}
