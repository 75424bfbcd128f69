import { sameName, type ObjectName } from './name.ts'
import type { SchemaObject } from './object.ts'
import { type ObjectRef, refKey } from './object-ref.ts'

/** The objects after something they hang on has got another name. */
export function followRename(objects: readonly SchemaObject[], from: ObjectRef, to: ObjectName): SchemaObject[] {
  const key = refKey(from)
  return objects.map((object) => {
    const { on, name } = object
    if (on === null || refKey(on) !== key) return object
    // What there is but one of goes by the name of its owner.
    return { ...object, name: sameName(name, on.name) ? to : name, on: { ...on, name: to } }
  })
}
