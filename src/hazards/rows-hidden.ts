import type { SchemaObject } from '../model/object.ts'
import { displayRef } from '../model/object-ref.ts'
import { displayName } from '../model/name.ts'
import type { Rule } from './rule.ts'

export const rowsHidden: Rule = {
  id: 'rows-hidden',
  severity: 'warn',
  why: 'Rows that no policy lets pass are not there for the application, without an error: a query finds less, an UPDATE or DELETE does less.',
  instead:
    'create the policies for every role first, and run the application as its own role, not as the owner, on a copy',

  check({ change, step }) {
    if (step.phase !== 'contract') return null
    switch (change.kind) {
      case 'create_object':
        return arrival(change.object)
      case 'alter_object': {
        const { before, after } = change
        if (after.kind === 'policy') return changed(after)
        if (before.kind !== 'row_security' || after.kind !== 'row_security') return null
        const stronger = (after.enabled && !before.enabled) || (after.forced && !before.forced)
        return stronger ? arrival(after) : null
      }
      case 'drop_object':
        return change.object.kind === 'policy' && !change.object.restrictive ? changed(change.object) : null
      case 'recreate_objects': {
        const policy = change.around.length > 0 ? undefined : change.drops.find(({ kind }) => kind === 'policy')
        return policy === undefined ? null : changed(policy)
      }
      default:
        return null
    }
  },
}

function arrival(object: SchemaObject): string | null {
  if (object.kind === 'policy') return object.restrictive ? changed(object) : null
  if (object.kind !== 'row_security') return null
  const who = object.forced ? 'everybody, its owner included,' : 'everybody but its owner'
  return `${who} sees of ${displayName(object.name)} what policies let pass`
}

function changed(object: SchemaObject): string {
  return `${displayRef(object)} no longer lets the same rows pass`
}
