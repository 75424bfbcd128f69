import { sortByDependency } from '../lib/graph.ts'
import { type ObjectRef, refKey } from './object-ref.ts'
import type { SchemaObject } from './object.ts'
import { bareName, isUnspoken, speaksOf } from './object-words.ts'
import { attachedIn, usersOf } from './object-list.ts'
import { refsUsed } from './usage-index.ts'

/** True when the object cannot be there without `other`, as far as its texts tell. */
export function uses(object: SchemaObject, other: ObjectRef): boolean {
  if (object.on !== null && refKey(object.on) === refKey(other)) return true
  // Who owns it grants.
  if (object.kind === 'grant') return other.kind === 'owner' && isOnSame(object, other)
  if (object.kind === 'owner') return false
  if (other.kind === 'schema' && object.name.schema === other.name.name) return true
  return !isUnspoken(other) && refKey(object) !== refKey(other) && speaksOf(object, other, bareName(other))
}

function isOnSame({ on }: SchemaObject, other: ObjectRef): boolean {
  return on !== null && other.on !== null && other.on !== undefined && refKey(on) === refKey(other.on)
}

/** True when it reads that column of the table. */
export function usesColumn(object: SchemaObject, table: ObjectRef, column: string): boolean {
  return uses(object, table) && speaksOf(object, table, column)
}

/** These and everything that cannot be there without them, in the order in which they can be created. */
export function withDependants(start: readonly SchemaObject[], objects: readonly SchemaObject[]): SchemaObject[] {
  const found = new Map(start.map((object) => [refKey(object), object]))
  // A map that grows while it is walked is walked to its end.
  for (const [, object] of found) {
    for (const other of usersOf(object, objects)) found.set(refKey(other), other)
  }
  return inCreationOrder([...found.values()])
}

/** The object itself and all that it cannot be there without. */
export function everythingUsed(object: SchemaObject, objects: readonly SchemaObject[]): readonly SchemaObject[] {
  const found = new Set([object])
  // A set that grows while it is walked is walked to its end.
  for (const one of found) for (const other of objects) if (uses(one, other)) found.add(other)
  return [...found]
}

/** What is attached to it, and to that, in the order in which it can be created: it goes and comes with it. */
export function attachedTo(ref: ObjectRef, objects: readonly SchemaObject[]): SchemaObject[] {
  const own = attachedIn(objects, ref)
  return inCreationOrder(own.flatMap((object) => [object, ...attachedTo(object, objects)]))
}

/** Everything after what it is made of. */
export function inCreationOrder(objects: readonly SchemaObject[]): SchemaObject[] {
  if (objects.length < 2) return [...objects]
  const used = refsUsed(objects.map((object, position) => [object, position]))
  return sortByDependency(objects, refKey, (object) =>
    [...used(object)]
      .sort((a, b) => a - b)
      .flatMap((position) => objects[position] ?? [])
      .filter((other) => other !== object)
      .map(refKey),
  )
}
