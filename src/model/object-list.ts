import { compareText } from '../lib/compare.ts'
import { type Multimap, multimap } from '../lib/multimap.ts'
import { positionIn } from '../lib/sorted.ts'
import { type ObjectRef, refKey } from './object-ref.ts'
import type { SchemaObject } from './object.ts'
import { type Users, usersIn } from './usage-index.ts'

interface Index {
  readonly byKey: Map<string, SchemaObject>
  readonly attached: Multimap<string, SchemaObject>
  /** Made when it is asked for. */
  users: Users | null
}

/** Lists never change, so what one holds is found out once. */
const known = new WeakMap<readonly SchemaObject[], Index>()

function indexOf(objects: readonly SchemaObject[]): Index {
  const before = known.get(objects)
  if (before !== undefined) return before
  const index: Index = { byKey: new Map(), attached: multimap(), users: null }
  for (const object of objects) enter(index, object)
  known.set(objects, index)
  return index
}

function enter({ byKey, attached, users }: Index, object: SchemaObject): void {
  byKey.set(refKey(object), object)
  if (object.on !== null) attached.add(refKey(object.on), object)
  users?.add(object)
}

function leave({ byKey, attached, users }: Index, object: SchemaObject): void {
  byKey.delete(refKey(object))
  if (object.on !== null) attached.remove(refKey(object.on), object)
  users?.remove(object)
}

export function objectOf(objects: readonly SchemaObject[], ref: ObjectRef): SchemaObject | undefined {
  return indexOf(objects).byKey.get(refKey(ref))
}

/** What hangs on it directly, sorted. */
export function attachedIn(objects: readonly SchemaObject[], ref: ObjectRef): SchemaObject[] {
  return [...indexOf(objects).attached.of(refKey(ref))].sort(byRef)
}

/** Those of the objects that use it, sorted. */
export function usersOf(ref: ObjectRef, objects: readonly SchemaObject[]): SchemaObject[] {
  const index = indexOf(objects)
  index.users ??= usersIn(objects)
  return [...index.users.of(ref)].sort(byRef)
}

/**
 * The sorted list without the ones, with the others. A simulation edits it thousands of times and asks only the newest
 * one, so what is known of the old list goes over to the new one; who asks the old one again waits for it to be indexed.
 */
export function editedObjects(
  objects: readonly SchemaObject[],
  gone: readonly SchemaObject[],
  here: readonly SchemaObject[],
): readonly SchemaObject[] {
  if (gone.length === 0 && here.length === 0) return objects
  const index = indexOf(objects)
  const edited = [...objects]
  for (const key of new Set([...gone, ...here].map(refKey))) {
    const before = index.byKey.get(key)
    if (before === undefined) continue
    const position = positionIn(edited, key, refKey)
    edited.splice(edited[position] === before ? position : edited.indexOf(before), 1)
    leave(index, before)
  }
  for (const object of here) {
    edited.splice(positionIn(edited, refKey(object), refKey), 0, object)
    enter(index, object)
  }
  known.delete(objects)
  known.set(edited, index)
  return edited
}

function byRef(a: SchemaObject, b: SchemaObject): number {
  return compareText(refKey(a), refKey(b))
}
