import { bug } from '../../../../lib/errors.ts'
import type { ObjectName } from '../../../../model/name.ts'
import type { SchemaObject } from '../../../../model/object.ts'
import { displayRef } from '../../../../model/object-ref.ts'

/** What the object is attached to. */
export function tableOf(object: SchemaObject): ObjectName {
  if (object.on === null) throw bug(`${displayRef(object)} is attached to nothing`)
  return object.on.name
}
