import { displayName } from '../model/name.ts'
import type { Rule } from './rule.ts'

export const enumLabelIrreversible: Rule = {
  id: 'enum-label-irreversible',
  severity: 'info',
  why: 'PostgreSQL cannot remove a label from an enum. An unused one does no harm.',
  instead: 'use a table of values and a foreign key where labels come and go',

  check: ({ change }) =>
    change.kind === 'extend_enum'
      ? `${displayName(change.after.name)} keeps ${change.after.labels.filter((label) => !change.before.labels.includes(label)).join(', ')} after a rollback`
      : null,
}
