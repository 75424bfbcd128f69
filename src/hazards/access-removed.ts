import { displayRef } from '../model/object-ref.ts'
import type { Grant } from '../model/objects/grant.ts'
import { takesAway, withoutGrants } from '../operations/object-traits.ts'
import type { Rule } from './rule.ts'

export const accessRemoved: Rule = {
  id: 'access-removed',
  severity: 'warn',
  why: 'An application that still uses the privilege, or relies on being the owner, fails with 42501 from this moment on.',
  instead: 'grant to the new role first, move the application to it, and revoke in a later plan',

  check({ change, step }) {
    if (step.phase !== 'contract') return null
    switch (change.kind) {
      case 'drop_object':
        return change.object.kind === 'grant' ? lost(change.object, withoutGrants(change.object)) : null
      case 'create_object':
        return change.object.kind === 'grant' ? lost(withoutGrants(change.object), change.object) : null
      case 'alter_object': {
        const { before, after } = change
        if (before.kind === 'grant' && after.kind === 'grant') return lost(before, after)
        if (before.kind !== 'owner' || after.kind !== 'owner' || after.on === null) return null
        return `${before.role} no longer owns ${displayRef(after.on)}`
      }
      default:
        return null
    }
  },
}

function lost(before: Grant, after: Grant): string | null {
  if (!takesAway(before, after) || before.on === null) return null
  const who = before.name.name === 'public' ? 'everybody' : before.name.name
  return `${who} may no longer do all that they could with ${displayRef(before.on)}`
}
