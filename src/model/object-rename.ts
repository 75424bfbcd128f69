import { sameName, type ObjectName } from './name.ts'
import type { SchemaObject } from './object.ts'
import { isRoutineKind, type ObjectRef, refKey } from './object-ref.ts'
import { unsignedName } from './objects/routine.ts'

/** A rename that is about to be carried out: the object as it was, and its new name. */
export interface ObjectRename {
  readonly before: SchemaObject
  readonly to: ObjectRef
}

/** Routines carry the types they are called with in their names, and what hangs on them follows. */
export function resigned(
  objects: readonly SchemaObject[],
  renames: readonly { readonly from: ObjectName; readonly to: ObjectName }[],
  qualify: (name: ObjectName) => string,
): readonly SchemaObject[] {
  const short = (name: ObjectName): string => qualify(name).replace(/^public\./, '')
  return objects.reduce<readonly SchemaObject[]>((now, one) => {
    if (!isRoutineKind(one.kind)) return now
    const types = renames.reduce<string>(
      (list, { from, to }) => list.replaceAll(standingAlone(short(from)), () => short(to)),
      one.name.name.slice(unsignedName(one.name.name).length),
    )
    const name = { schema: one.name.schema, name: `${unsignedName(one.name.name)}${types}` }
    if (sameName(name, one.name)) return now
    return followRename(now, one, name).map((object) => (object === one ? { ...object, name } : object))
  }, objects)
}

/** A name as the server writes it, not as a part of a longer one. */
export function standingAlone(name: string): RegExp {
  return new RegExp(`(?<![\\w."$])${escaped(name)}(?![\\w"$])`, 'g')
}

export function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
}

/** The objects after something they hang on, or what that hangs on, has got another name. */
export function followRename(objects: readonly SchemaObject[], from: ObjectRef, to: ObjectName): SchemaObject[] {
  const key = refKey(from)
  return objects.map((object) => {
    const { on, name } = object
    if (on === null) return object
    const followed = renamedRef(on, key, to)
    if (followed === on) return object
    // What there is but one of goes by the name of its owner.
    const renamed = sameName(name, on.name) ? followed.name : movedAlong(object, refKey(on) === key, to)
    return { ...object, name: renamed, on: followed }
  })
}

function renamedRef(ref: ObjectRef, key: string, to: ObjectName): ObjectRef {
  if (refKey(ref) === key) return { ...ref, name: to }
  if (ref.on === undefined || ref.on === null) return ref
  const on = renamedRef(ref.on, key, to)
  return on === ref.on ? ref : { ...ref, name: movedAlong(ref, refKey(ref.on) === key, to), on }
}

/** What hangs on something is in its schema; but statistics stay where they are, and roles are in none. */
function movedAlong({ kind, name }: ObjectRef, direct: boolean, to: ObjectName): ObjectName {
  return direct && !['statistics', 'grant', 'owner'].includes(kind) ? { ...name, schema: to.schema } : name
}
