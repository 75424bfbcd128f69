import { withoutGoneColumns } from '../model/column-grants.ts'
import { isOwnership, type SchemaObject } from '../model/object.ts'
import type { NamedSchema } from '../model/objects/schema.ts'
import { refKey } from '../model/object-ref.ts'
import type { Schema } from '../model/schema.ts'
import { followingAccess } from './access-follows.ts'
import { stayingIn } from './staying.ts'

/**
 * Owners and grants belong to nobody until the specs speak of them: a grant is ours when the specs list the grants of its
 * object, or have listed it at the last run.
 */
export interface Ours {
  /** `refKey` of what the specs list the grants of. */
  readonly governed: ReadonlySet<string>
  readonly recorded: Schema | null
}

/** The desired schema with the owners and grants that nobody has declared taken over from the actual one. */
export function withUndeclared(desired: Schema, actual: Schema, { governed, recorded }: Ours): Schema {
  const wanted = new Map(desired.objects.map((object) => [refKey(object), object]))
  const staying = stayingIn(desired)
  const formerly = declaredKeys(recorded)
  const carried = followingAccess(actual.objects, wanted).filter((object) => {
    if (!isAccess(object) || wanted.has(refKey(object))) return false
    if (object.on !== null && !staying.has(refKey(object.on))) return false
    return object.kind === 'owner' || (!isGoverned(object, governed) && !formerly.has(refKey(object)))
  })
  const kept = withoutGoneColumns(carried, actual, desired)
  return kept.length === 0 ? desired : { ...desired, objects: [...desired.objects, ...kept] }
}

/** The schema with the marks of what the specs have declared, for the record. */
export function withDeclared(schema: Schema, desired: Schema): Schema {
  const declared = declaredKeys(desired)
  if (declared.size === 0) return schema
  return {
    ...schema,
    objects: schema.objects.map((object) =>
      marks(object) && declared.has(refKey(object)) ? { ...object, declared: true } : object,
    ),
  }
}

/** Without the owners and grants that `recorded` does not know to be ours. */
export function withoutUndeclared(schema: Schema, recorded: Schema): Schema {
  const declared = declaredKeys(recorded)
  const governed = new Set(
    recorded.objects.flatMap((object) =>
      object.kind === 'grant' && object.declared && object.on !== null ? [refKey(object.on)] : [],
    ),
  )
  return {
    ...schema,
    objects: schema.objects.filter(
      (object) =>
        !isAccess(object) || declared.has(refKey(object)) || (object.kind === 'grant' && isGoverned(object, governed)),
    ),
  }
}

type Access = Extract<SchemaObject, { readonly kind: 'owner' | 'grant' | 'default_privileges' }>

function isAccess(object: SchemaObject): object is Access {
  return isOwnership(object) || object.kind === 'default_privileges'
}

/** What tells whether the specs speak of it. */
function marks(object: SchemaObject): object is Access | NamedSchema {
  return isAccess(object) || object.kind === 'schema'
}

/** True where the specs list the grants of what it is about. */
function isGoverned({ kind, name, on }: Access, governed: ReadonlySet<string>): boolean {
  if (kind === 'default_privileges') return governed.has(refKey({ kind, name, on }))
  return on !== null && governed.has(refKey(on))
}

function declaredKeys(schema: Schema | null): ReadonlySet<string> {
  const objects = schema?.objects ?? []
  return new Set(objects.flatMap((object) => (marks(object) && object.declared ? [refKey(object)] : [])))
}
