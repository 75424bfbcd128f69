import type { Check } from '../model/constraint.ts'
import type { Binding } from './binding.ts'
import { below, type Place } from './spec-file.ts'
import { needs } from './version-limits.ts'

type Proof = Pick<Check, 'validated' | 'enforced'>

/** Whether old rows have to keep a rule, and new ones. Null where the engine has no rules that nobody keeps. */
export function bindProof(
  binding: Binding,
  spec: { readonly validated?: boolean; readonly enforced?: boolean },
  place: Place,
  what: string,
  name: string,
): Proof | null {
  const at = below(place, 'enforced')
  if (binding.dialect.name === 'sqlite') {
    if (spec.enforced === false) {
      binding.note(at, 'not-kept', 'SQLite enforces every constraint, so those with enforced: false are left out', name)
      return null
    }
    if (spec.validated === false) {
      binding.note(below(place, 'validated'), 'not-kept', 'SQLite has no constraints for new rows only', name)
    }
    return { validated: true }
  }
  if (spec.enforced !== false) return { validated: spec.validated ?? true }
  needs(binding, 18, at, what, 'NOT ENFORCED')
  return { validated: false, enforced: false }
}
