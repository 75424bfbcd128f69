import type { Desired } from '../model/desired.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import { nameKey } from '../model/name.ts'
import { displayRef, refKey } from '../model/object-ref.ts'
import type { ObjectRename } from '../model/object-rename.ts'
import type { SchemaObject } from '../model/object.ts'
import { inNewSchemas, type SchemaRename } from '../model/schema-rename.ts'
import type { Schema } from '../model/schema.ts'
import { renameVerdict } from './renames.ts'

/** Which `renamed_from` hints of schemas have work to do. They come before all others, which speak of what is in them. */
export function matchSchemaRenames(
  { objectRenames, schema }: Desired,
  actual: Schema,
): { readonly renames: readonly ObjectRename[]; readonly diagnostics: readonly Diagnostic[] } {
  const present = new Map(actual.objects.map((object) => [refKey(object), object]))
  const tables = new Set(actual.tables.map(({ name }) => nameKey(name)))
  const firstTime = !schema.tables.some(({ name }) => tables.has(nameKey(name)))
  const renames: ObjectRename[] = []
  const diagnostics: Diagnostic[] = []
  for (const { ref, from, position } of objectRenames) {
    if (ref.kind !== 'schema' || from === null) continue
    const before = present.get(refKey({ kind: 'schema', name: { schema: from, name: from } }))
    const verdict = renameVerdict({ from, position }, displayRef(ref), {
      old: before !== undefined,
      now: present.has(refKey(ref)),
      firstTime,
    })
    if (verdict === 'rename' && before !== undefined) renames.push({ before, to: ref })
    else if (verdict !== 'done' && verdict !== 'rename') diagnostics.push(verdict)
  }
  return { renames, diagnostics }
}

export function schemaNames(renames: readonly ObjectRename[]): SchemaRename[] {
  return renames.map(({ before, to }) => ({ from: before.name.name, to: to.name.name }))
}

/** The part of the database as it is that `managed` is of the one with the new names. */
export function managedBefore(found: Schema, managed: Schema, renames: readonly SchemaRename[]): Schema {
  if (renames.length === 0) return managed
  const tables = new Set(managed.tables.map(({ name }) => nameKey(name)))
  const enums = new Set(managed.enums.map(({ name }) => nameKey(name)))
  const objects = new Set(managed.objects.map(refKey))
  const isOurs = (object: SchemaObject): boolean => objects.has(refKey(inNewSchemas(object, renames)))
  return {
    ...found,
    tables: found.tables.filter(({ name }) => tables.has(nameKey(inNewSchemas(name, renames)))),
    enums: found.enums.filter(({ name }) => enums.has(nameKey(inNewSchemas(name, renames)))),
    objects: found.objects.filter(isOurs),
  }
}
