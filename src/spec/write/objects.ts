import type { ObjectOf, SchemaObject } from '../../model/object.ts'
import { isLone, isRoutineKind, type ObjectKind } from '../../model/object-ref.ts'
import { unsignedName } from '../../model/objects/routine.ts'
import type { ObjectName } from '../../model/name.ts'
import type { AccessSpec } from '../access-content.ts'
import type { SpecContent } from '../content.ts'
import { accessOf } from './access.ts'
import type { Part } from './entry.ts'
import { writtenName, writtenPart } from './names.ts'
import { collationSpec } from './objects/collation.ts'
import { compositeTypeSpec } from './objects/composite-type.ts'
import { domainSpec } from './objects/domain.ts'
import { extensionSpec } from './objects/extension.ts'
import { rangeTypeSpec } from './objects/range-type.ts'
import { defaultSchemaSaid, isSchemaSaid, schemaSpec } from './objects/schema.ts'
import { sequenceSpec } from './objects/sequence.ts'
import { materializedViewSpec } from './objects/materialized-view.ts'
import { aggregateSpec } from './objects/aggregate.ts'
import { functionSpec, procedureSpec } from './objects/routine.ts'
import { viewSpec } from './objects/view.ts'
import type { Writing } from './writing.ts'

/** How a kind of object is written, one file each in `objects/`. */
interface ObjectWriter<K extends ObjectKind> {
  readonly group: keyof SpecContent
  spec(object: ObjectOf<K>, writing: Writing): string | object | null
  /** False for what goes without saying. */
  isSaid?(object: ObjectOf<K>, writing: Writing): boolean
  /** Those that the model has no object for. */
  implied?(writing: Writing): readonly ObjectOf<K>[]
}

/** In the order in which a file has them. Null: what the object is attached to says it, as one of its sections. */
const writers: { readonly [K in ObjectKind]: ObjectWriter<K> | null } = {
  schema: { group: 'schemas', spec: schemaSpec, isSaid: isSchemaSaid, implied: defaultSchemaSaid },
  extension: { group: 'extensions', spec: extensionSpec },
  collation: { group: 'collations', spec: collationSpec },
  domain: { group: 'domains', spec: domainSpec },
  composite_type: { group: 'composite_types', spec: compositeTypeSpec },
  range_type: { group: 'range_types', spec: rangeTypeSpec },
  sequence: { group: 'sequences', spec: sequenceSpec },
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
  // A part of its own.
  default_privileges: null,
}

/** What tables may be made of. */
const early: readonly ObjectKind[] = [
  'schema',
  'extension',
  'collation',
  'domain',
  'composite_type',
  'range_type',
  'sequence',
]

export const partsBeforeTables: readonly Part[] = early.flatMap((kind) => partOf(kind) ?? [])

export const partsAfterTables: readonly Part[] = Object.keys(writers).flatMap((kind) =>
  early.includes(kind as ObjectKind) ? [] : (partOf(kind as ObjectKind) ?? []),
)

/** What the short form of a kind says: it has no room for more. */
const shortForm: Partial<Record<ObjectKind, string>> = { domain: 'type', range_type: 'subtype' }

function withAccess(kind: ObjectKind, spec: string | object | null, access: AccessSpec): string | object | null {
  if (Object.keys(access).length === 0) return spec
  return { ...(typeof spec === 'string' ? { [shortForm[kind] ?? 'query']: spec } : spec), ...access }
}

function partOf<K extends ObjectKind>(kind: K): Part | null {
  const writer: ObjectWriter<K> | null = writers[kind]
  if (writer === null) return null
  return {
    group: writer.group,
    entries: (writing) => {
      const { defaultSchema } = writing.dialect
      const own = [
        ...(writer.implied?.(writing) ?? []),
        ...writing.schema.objects.filter((object): object is SchemaObject & ObjectOf<K> => object.kind === kind),
      ].filter((object) => writer.isSaid?.(object, writing) ?? true)
      const names = Map.groupBy(own, ({ name }) =>
        isLone(kind) ? writtenPart(name.name) : writtenName(bareOf(kind, name), defaultSchema),
      )
      return [...names].flatMap(([key, objects]) => {
        const [first] = objects
        if (first === undefined) return []
        const specs = objects.map((object) => withAccess(kind, writer.spec(object, writing), accessOf(writing, object)))
        const { schema, name } = bareOf(kind, first.name)
        // Only routines can share a name: they are told apart by their arguments.
        return [
          {
            key,
            schema: kind === 'extension' ? null : schema,
            file: early.includes(kind) ? null : name,
            value: specs.length === 1 ? (specs[0] ?? null) : specs,
          },
        ]
      })
    },
  }
}

function bareOf(kind: ObjectKind, { schema, name }: ObjectName): ObjectName {
  return { schema, name: isRoutineKind(kind) ? unsignedName(name) : name }
}
