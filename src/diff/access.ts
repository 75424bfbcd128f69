import { columnOf } from '../model/table.ts'
import type { SchemaObject } from '../model/object.ts'
import { type ObjectRef, refKey } from '../model/object-ref.ts'
import { type Schema, tableOf } from '../model/schema.ts'

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
  const wanted = new Set(desired.objects.map(refKey))
  const staying = new Set([
    ...wanted,
    ...desired.tables.map(({ name }) => refKey({ kind: 'table', name })),
    ...desired.enums.map(({ name }) => refKey({ kind: 'enum', name })),
  ])
  const formerly = declaredKeys(recorded)
  const carried = actual.objects.filter((object) => {
    if (!isAccess(object) || wanted.has(refKey(object)) || !staying.has(refKey(object.on))) return false
    if (object.kind === 'owner') return true
    return !governed.has(refKey(object.on)) && !formerly.has(refKey(object))
  })
  return carried.length === 0 ? desired : { ...desired, objects: [...desired.objects, ...carried] }
}

/** Without what is granted on columns that go: it goes with them, and would come back with them. */
export function withoutGoneColumns(actual: Schema, desired: Schema): Schema {
  const objects = actual.objects.map((object) => {
    if (object.kind !== 'grant' || object.on?.kind !== 'table') return object
    const table = tableOf(desired, object.on.name)
    if (table === undefined) return object
    const columns = Object.entries(object.columns).filter(([name]) => columnOf(table, name) !== undefined)
    return { ...object, columns: Object.fromEntries(columns) }
  })
  return { ...actual, objects }
}

/** The schema with the marks of what the specs have declared, for the record. */
export function withDeclared(schema: Schema, desired: Schema): Schema {
  const declared = declaredKeys(desired)
  if (declared.size === 0) return schema
  return {
    ...schema,
    objects: schema.objects.map((object) =>
      isAccess(object) && declared.has(refKey(object)) ? { ...object, declared: true } : object,
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
        !isAccess(object) ||
        declared.has(refKey(object)) ||
        (object.kind === 'grant' && governed.has(refKey(object.on))),
    ),
  }
}

type Access = Extract<SchemaObject, { readonly kind: 'owner' | 'grant' }> & { readonly on: ObjectRef }

export function isAccess(object: SchemaObject): object is Access {
  return object.kind === 'owner' || object.kind === 'grant'
}

function declaredKeys(schema: Schema | null): ReadonlySet<string> {
  const objects = schema?.objects ?? []
  return new Set(objects.flatMap((object) => (isAccess(object) && object.declared ? [refKey(object)] : [])))
}
