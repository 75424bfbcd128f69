import type { Policy } from '../../model/objects/policy.ts'
import type { Binding } from '../binding.ts'
import type { PolicySpec } from '../access-content.ts'
import { below } from '../spec-file.ts'
import { type Member, membersOfTables } from './on-tables.ts'

export function bindPolicies(binding: Binding): Policy[] {
  return membersOfTables(binding, 'policy', 'policies', ({ policies }) => policies).map((member) => {
    const { ref, spec } = member
    const command = spec.for ?? 'all'
    checkConditions(binding, member)
    const condition = (key: 'using' | 'with_check'): string | null => {
      const written = spec[key]
      return written === undefined ? null : String(written).trim()
    }
    return {
      kind: 'policy',
      name: ref.name,
      on: ref.on,
      comment: spec.comment ?? null,
      restrictive: spec.as === 'restrictive',
      command,
      roles: rolesOf(spec),
      using: condition('using'),
      withCheck: condition('with_check'),
    }
  })
}

/** PUBLIC takes in everybody. */
function rolesOf({ to = ['public'] }: PolicySpec): readonly string[] {
  return to.includes('public') ? ['public'] : [...new Set(to)].sort()
}

/** INSERT reads no rows that were there, SELECT and DELETE leave none. */
function checkConditions(binding: Binding, { spec, shown, place }: Member<PolicySpec>): void {
  const without = spec.for === 'insert' ? 'using' : spec.for === 'select' || spec.for === 'delete' ? 'with_check' : null
  if (without === null || spec[without] === undefined) return
  binding.error(
    below(place, without),
    'policy-condition',
    `${shown}: a policy for ${spec.for} has no ${without}`,
    `write ${without === 'using' ? 'with_check' : 'using'} instead`,
  )
}
