import type { ObjectOf, SchemaObject } from '../../model/object.ts'
import { isRoutineKind, type ObjectKind } from '../../model/object-ref.ts'
import { unsignedName } from '../../model/objects/routine.ts'
import type { ObjectName } from '../../model/name.ts'
import type { AccessSpec } from '../access-content.ts'
import type { SpecContent } from '../content.ts'
import { accessOf } from './access.ts'
import type { Part } from './entry.ts'
import { writtenName } from './names.ts'
import { materializedViewSpec } from './objects/materialized-view.ts'
import { aggregateSpec } from './objects/aggregate.ts'
import { functionSpec, procedureSpec } from './objects/routine.ts'
import { viewSpec } from './objects/view.ts'
import type { Writing } from './writing.ts'

/** How a kind of object is written, one file each in `objects/`. */
interface ObjectWriter<K extends ObjectKind> {
  readonly group: keyof SpecContent
  spec(object: ObjectOf<K>, writing: Writing): string | object
}

/** In the order in which a file has them. Null: what the object is attached to says it, as one of its sections. */
const writers: { readonly [K in ObjectKind]: ObjectWriter<K> | null } = {
  function: { group: 'functions', spec: functionSpec },
  procedure: { group: 'procedures', spec: procedureSpec },
  aggregate: { group: 'aggregates', spec: aggregateSpec },
  view: { group: 'views', spec: viewSpec },
  materialized_view: { group: 'materialized_views', spec: materializedViewSpec },
  // Written with their table.
  policy: null,
  row_security: null,
  statistics: null,
  trigger: null,
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
    entries: (writing) => {
      const { defaultSchema } = writing.dialect
      const own = writing.schema.objects.filter((object): object is SchemaObject & ObjectOf<K> => object.kind === kind)
      const names = Map.groupBy(own, ({ name }) => writtenName(bareOf(kind, name), defaultSchema))
      return [...names].flatMap(([key, objects]) => {
        const [first] = objects
        if (first === undefined) return []
        const specs = objects.map((object) =>
          withAccess(writer.spec(object, writing), accessOf(writing.schema, object)),
        )
        const { schema, name } = bareOf(kind, first.name)
        // Only routines can share a name: they are told apart by their arguments.
        return [{ key, schema, file: name, value: specs.length === 1 ? (specs[0] ?? null) : specs }]
      })
    },
  }
}

function bareOf(kind: ObjectKind, { schema, name }: ObjectName): ObjectName {
  return { schema, name: isRoutineKind(kind) ? unsignedName(name) : name }
}
