import { diff } from '../diff/diff.ts'
import type { Partitioning } from '../diff/renames.ts'
import type { Change } from '../model/change.ts'
import type { Difference } from '../model/difference.ts'
import type { Schema } from '../model/schema.ts'
import { operationFor } from '../operations/registry.ts'

/** What leads from one schema to the other, as it stands: nothing is lowered, ordered or judged. */
export function differencesBetween(from: Schema, to: Schema, partitioned: readonly Partitioning[] = []): Difference[] {
  const { changes, refused } = diff(from, to, [], null, partitioned)
  // Whatever is there belongs to somebody.
  const told = changes.filter((change) => change.kind !== 'create_object' || change.object.kind !== 'owner')
  return [...told.map(described), ...refused.map(({ message }) => ({ kind: null, title: message }))]
}

/** A plan puts aside what goes; here it is simply not on the other side. */
export function described(change: Change): Difference {
  const title = operationFor(change).describe(change)
  return { kind: change.kind, title: title.replace(/^put (.*) aside$/s, 'drop $1') }
}
