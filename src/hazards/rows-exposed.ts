import { displayRef } from '../model/object-ref.ts'
import { displayName } from '../model/name.ts'
import type { Rule } from './rule.ts'

export const rowsExposed: Rule = {
  id: 'rows-exposed',
  severity: 'warn',
  why: 'Whoever may read the table sees every row of it from this moment on, those of other tenants included.',
  instead: 'take the privileges on the table from the roles that should not see it all first',

  check({ change }) {
    switch (change.kind) {
      case 'drop_object': {
        const { object } = change
        if (object.kind === 'row_security') return `row-level security of ${displayName(object.name)} is off`
        return object.kind === 'policy' && object.restrictive ? `${displayRef(object)} no longer hides rows` : null
      }
      case 'alter_object': {
        const { before, after } = change
        if (before.kind !== 'row_security' || after.kind !== 'row_security') return null
        if (before.enabled && !after.enabled) return `row-level security of ${displayName(after.name)} is off`
        return before.forced && !after.forced ? `the owner of ${displayName(after.name)} sees every row of it` : null
      }
      default:
        return null
    }
  },
}
