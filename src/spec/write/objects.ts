import type { ObjectOf, SchemaObject } from '../../model/object.ts'
import type { ObjectKind } from '../../model/object-ref.ts'
import type { AccessSpec, SpecContent } from '../content.ts'
import { accessOf } from './access.ts'
import type { Part } from './entry.ts'
import { writtenName } from './names.ts'
import { materializedViewSpec } from './objects/materialized-view.ts'
import { viewSpec } from './objects/view.ts'
import type { Writing } from './writing.ts'

/** How a kind of object is written, one file each in `objects/`. */
interface ObjectWriter<K extends ObjectKind> {
  readonly group: keyof SpecContent
  spec(object: ObjectOf<K>, writing: Writing): string | object
}

/** In the order in which a file has them. Null: what the object is attached to says it, as one of its sections. */
const writers: { readonly [K in ObjectKind]: ObjectWriter<K> | null } = {
  view: { group: 'views', spec: viewSpec },
  materialized_view: { group: 'materialized_views', spec: materializedViewSpec },
  // Written with their table.
  policy: null,
  row_security: null,
  statistics: null,
  owner: null,
  grant: null,
}

export const objectParts: readonly Part[] = Object.keys(writers).flatMap((kind) => partOf(kind as ObjectKind) ?? [])

/** A query alone has no room for it. */
function withAccess(spec: string | object, access: AccessSpec): string | object {
  if (Object.keys(access).length === 0) return spec
  return { ...(typeof spec === 'string' ? { query: spec } : spec), ...access }
}

function partOf<K extends ObjectKind>(kind: K): Part | null {
  const writer: ObjectWriter<K> | null = writers[kind]
  if (writer === null) return null
  return {
    group: writer.group,
    entries: (writing) =>
      writing.schema.objects
        .filter((object): object is SchemaObject & ObjectOf<K> => object.kind === kind)
        .map((object) => ({
          key: writtenName(object.name, writing.dialect.defaultSchema),
          schema: object.name.schema,
          file: object.name.name,
          value: withAccess(writer.spec(object, writing), accessOf(writing.schema, object)),
        })),
  }
}
