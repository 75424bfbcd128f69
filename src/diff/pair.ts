import { sameValue } from '../lib/compare.ts'

export interface Pair<T> {
  readonly actual: T | null
  readonly desired: T | null
}

/**
 * Matches members by name first and, among those left over, by definition: names drift from convention after renames
 * (hazards.md 0.6). Members that are equal in every respect are left out.
 */
export function pair<T extends { readonly name: string }>(
  actual: readonly T[],
  desired: readonly T[],
  alike: (a: T, b: T) => boolean = (a, b) => sameValue({ ...a, name: '' }, { ...b, name: '' }),
): Pair<T>[] {
  const byName = new Map(actual.map((member) => [member.name, member]))
  const wantedNames = new Set(desired.map(({ name }) => name))
  const loose = actual.filter(({ name }) => !wantedNames.has(name))
  const pairs: Pair<T>[] = []
  for (const member of desired) {
    const named = byName.get(member.name)
    if (named !== undefined) {
      if (!sameValue(named, member)) pairs.push({ actual: named, desired: member })
      continue
    }
    const twin = loose.findIndex((candidate) => alike(candidate, member))
    pairs.push({ actual: twin === -1 ? null : (loose.splice(twin, 1)[0] ?? null), desired: member })
  }
  return [...loose.map((member) => ({ actual: member, desired: null })), ...pairs]
}
