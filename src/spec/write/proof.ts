import type { Check } from '../../model/constraint.ts'
import type { CheckSpec } from '../content.ts'

/** What a rule that is not enforced says of old rows goes without saying. */
export function proofOf({
  validated,
  enforced,
}: Pick<Check, 'validated' | 'enforced'>): Pick<CheckSpec, 'validated' | 'enforced'> {
  if (enforced === false) return { enforced }
  return validated ? {} : { validated }
}
