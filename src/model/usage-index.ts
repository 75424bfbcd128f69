import { multimap } from '../lib/multimap.ts'
import { type ObjectRef, refKey } from './object-ref.ts'
import type { SchemaObject } from './object.ts'
import { bareName, definitionOf, isUnspoken, spellings, wordsOf } from './object-words.ts'

/*
 * What `uses` says of two, found for one among thousands without asking each (tests/model/usage-index.test.ts holds them
 * against each other).
 */

/** Finds what stands for the refs that an object uses. */
export function refsUsed<T>(entries: Iterable<readonly [ObjectRef, T]>): (object: SchemaObject) => ReadonlySet<T> {
  const byKey = multimap<string, T>()
  const ownersOf = multimap<string, T>()
  const schemas = multimap<string, T>()
  const spoken = multimap<string, { readonly key: string; readonly item: T }>()
  for (const [ref, item] of entries) {
    const key = refKey(ref)
    byKey.add(key, item)
    if (ref.kind === 'owner' && ref.on !== null && ref.on !== undefined) ownersOf.add(refKey(ref.on), item)
    if (ref.kind === 'schema') schemas.add(ref.name.name, item)
    if (isUnspoken(ref)) continue
    for (const word of spellings(ref, bareName(ref))) spoken.add(word, { key, item })
  }
  return (object) => {
    const found = new Set<T>()
    const { on } = object
    if (on !== null) for (const item of byKey.of(refKey(on))) found.add(item)
    if (on !== null && object.kind === 'grant') for (const item of ownersOf.of(refKey(on))) found.add(item)
    if (object.kind === 'grant' || object.kind === 'owner') return found
    for (const item of schemas.of(object.name.schema)) found.add(item)
    const own = refKey(object)
    for (const word of wordsOf(definitionOf(object)))
      for (const { key, item } of spoken.of(word)) if (key !== own) found.add(item)
    return found
  }
}

/** Finds the objects that use a ref; grows and shrinks with them. */
export interface Users {
  add(object: SchemaObject): void
  remove(object: SchemaObject): void
  of(ref: ObjectRef): ReadonlySet<SchemaObject>
}

export function usersIn(objects: Iterable<SchemaObject>): Users {
  const attached = multimap<string, SchemaObject>()
  const grants = multimap<string, SchemaObject>()
  const within = multimap<string, SchemaObject>()
  const speaking = multimap<string, SchemaObject>()
  const walk = (object: SchemaObject, way: 'add' | 'remove'): void => {
    const { on, kind, name } = object
    if (on !== null) attached[way](refKey(on), object)
    if (on !== null && kind === 'grant') grants[way](refKey(on), object)
    if (kind === 'grant' || kind === 'owner') return
    within[way](name.schema, object)
    for (const word of wordsOf(definitionOf(object))) speaking[way](word, object)
  }
  for (const object of objects) walk(object, 'add')
  return {
    add: (object) => walk(object, 'add'),
    remove: (object) => walk(object, 'remove'),
    of(ref) {
      const found = new Set(attached.of(refKey(ref)))
      if (ref.kind === 'owner' && ref.on !== null && ref.on !== undefined)
        for (const object of grants.of(refKey(ref.on))) found.add(object)
      if (ref.kind === 'schema') for (const object of within.of(ref.name.name)) found.add(object)
      if (isUnspoken(ref)) return found
      const own = refKey(ref)
      for (const word of spellings(ref, bareName(ref)))
        for (const object of speaking.of(word)) if (refKey(object) !== own) found.add(object)
      return found
    },
  }
}
