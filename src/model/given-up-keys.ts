import type { KeyOfPart } from './change.ts'
import type { PrimaryKey, Unique } from './constraint.ts'
import { displayName } from './name.ts'
import { sameKey } from './same-key.ts'

/** Of the keys that partitions have by themselves: those that say something else than the one for the whole, and are lost. */
export function givenUpKeys<P extends KeyOfPart<PrimaryKey | Unique>>(
  definition: PrimaryKey | Unique,
  parts: readonly P[] = [],
): readonly P[] {
  return parts.filter((part) => !sameKey(part.definition, definition))
}

/** Which keys of partitions go when one for the whole comes. */
export function inPlaceOf(lost: readonly KeyOfPart<PrimaryKey | Unique>[]): string {
  const shown = lost.map(({ table, definition }) => `${definition.name} on ${displayName(table)}`)
  return shown.length === 0 ? '' : ` in place of ${shown.join(', ')}`
}
