import { didYouMean } from '../../lib/text.ts'
import type { Privileges } from '../../model/objects/grant.ts'
import type { GrantSpec } from '../access-content.ts'
import type { Binding } from '../binding.ts'
import type { Place } from '../spec-file.ts'

/** A list of privileges, `all` among them, checked against those there are. */
export function privilegesIn(
  binding: Binding,
  list: readonly string[],
  { grant_option: option }: GrantSpec,
  known: readonly string[],
  place: Place,
): Privileges {
  const privileges = [...new Set(list.flatMap((one) => (one === 'all' ? known : [one])))].sort()
  for (const one of privileges.filter((privilege) => !known.includes(privilege))) {
    const near = didYouMean(one, known)
    const help = near === null ? `there are ${known.join(', ')}` : `did you mean ${near}?`
    binding.error(place, 'unknown-privilege', `there is no privilege ${one} to grant here`, help)
  }
  const grantable = option === true ? privileges : privileges.filter((one) => (option || []).includes(one))
  return { privileges, grantable }
}
