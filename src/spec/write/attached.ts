import type { ObjectOf, SchemaObject } from '../../model/object.ts'
import { type ObjectKind, type ObjectRef, refKey } from '../../model/object-ref.ts'
import type { Schema } from '../../model/schema.ts'

const byOwner = new WeakMap<Schema, ReadonlyMap<string, readonly SchemaObject[]>>()

/** What of that kind hangs on an object, in the order of the schema. */
export function attached<K extends ObjectKind>(schema: Schema, on: ObjectRef, kind: K): readonly ObjectOf<K>[] {
  let owners = byOwner.get(schema)
  if (owners === undefined) {
    owners = Map.groupBy(schema.objects, (object) => (object.on === null ? '' : refKey(object.on)))
    byOwner.set(schema, owners)
  }
  const own = owners.get(refKey(on)) ?? []
  return own.filter((object): object is ObjectOf<K> => object.kind === kind)
}
