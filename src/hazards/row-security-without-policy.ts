import type { Change } from '../model/change.ts'
import { displayName } from '../model/name.ts'
import { refKey } from '../model/object-ref.ts'
import type { RowSecurity } from '../model/objects/row-security.ts'
import { tableOf } from '../model/schema.ts'
import type { Rule } from './rule.ts'

/** hazards.md 7, rule 124. */
export const rowSecurityWithoutPolicy: Rule = {
  id: 'row-security-without-policy',
  severity: 'block',
  why: 'Row-level security without a policy that lets rows pass hides all of them from everybody but the owner.',
  instead: 'declare the policies in the same plan',

  check({ change, before, after }) {
    const security = switchedOn(change)
    if (security === null || tableOf(before, security.name) === undefined) return null
    const table = refKey({ kind: 'table', name: security.name })
    const passes = after.objects.some(
      (object) => object.kind === 'policy' && !object.restrictive && object.on !== null && refKey(object.on) === table,
    )
    return passes ? null : `no policy lets a row of ${displayName(security.name)} pass`
  },
}

function switchedOn(change: Change): RowSecurity | null {
  if (change.kind === 'create_object')
    return change.object.kind === 'row_security' && change.object.enabled ? change.object : null
  if (change.kind !== 'alter_object') return null
  const { before, after } = change
  if (before.kind !== 'row_security' || after.kind !== 'row_security') return null
  return after.enabled && !before.enabled ? after : null
}
