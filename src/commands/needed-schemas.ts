import type { Change } from '../model/change.ts'
import { refKey } from '../model/object-ref.ts'
import type { SchemaObject } from '../model/object.ts'
import type { NamedSchema } from '../model/objects/schema.ts'
import type { Schema } from '../model/schema.ts'

/** The desired schema with the schemas that something of it is to be in, and that nobody has made or declared yet. */
export function withNeededSchemas(desired: Schema, found: Schema, defaultSchema: string): Schema {
  const known = new Set(
    [...desired.objects, ...found.objects].flatMap((object) => (object.kind === 'schema' ? [object.name.name] : [])),
  )
  const names = new Set([...desired.tables, ...desired.enums].map(({ name }) => name.schema))
  for (const object of desired.objects) names.add(schemaOf(object) ?? defaultSchema)
  const needed = [...names]
    .filter((name) => name !== '' && name !== defaultSchema && !known.has(name))
    .map(
      (name): NamedSchema => ({
        kind: 'schema',
        name: { schema: name, name },
        on: null,
        comment: null,
        declared: false,
      }),
    )
  return needed.length === 0 ? desired : { ...desired, objects: [...desired.objects, ...needed] }
}

/**
 * What is moved into a schema makes it look as if it were there already: it is made all the same, unless the database
 * has it.
 */
export function withMissingSchemas(changes: readonly Change[], desired: Schema, found: Schema): readonly Change[] {
  const there = new Set(found.objects.map(refKey))
  const made = new Set(changes.flatMap((change) => (change.kind === 'create_object' ? [refKey(change.object)] : [])))
  const missing = desired.objects.filter(
    (object) => object.kind === 'schema' && !there.has(refKey(object)) && !made.has(refKey(object)),
  )
  return [...missing.map((object): Change => ({ kind: 'create_object', object })), ...changes]
}

function schemaOf(object: SchemaObject): string | null {
  return object.kind === 'extension' ? object.schema : object.name.schema
}
