import type { ObjectName } from './name.ts'
import type { ObjectKind } from './object-ref.ts'
import type { Aggregate } from './objects/aggregate.ts'
import type { Collation } from './objects/collation.ts'
import type { CompositeType } from './objects/composite-type.ts'
import type { DefaultPrivileges } from './objects/default-privileges.ts'
import type { Domain } from './objects/domain.ts'
import type { ExtendedStatistics } from './objects/extended-statistics.ts'
import type { Extension } from './objects/extension.ts'
import type { Grant } from './objects/grant.ts'
import type { MaterializedView } from './objects/materialized-view.ts'
import type { Owner } from './objects/owner.ts'
import type { Policy } from './objects/policy.ts'
import type { RangeType } from './objects/range-type.ts'
import type { Procedure, Routine } from './objects/routine.ts'
import type { RowSecurity } from './objects/row-security.ts'
import type { NamedSchema } from './objects/schema.ts'
import type { Sequence } from './objects/sequence.ts'
import type { Trigger } from './objects/trigger.ts'
import type { View } from './objects/view.ts'

/** Everything in a schema but tables and enums; each kind has its own file in `objects/`. */
export type SchemaObject =
  | NamedSchema
  | Extension
  | Collation
  | Domain
  | CompositeType
  | RangeType
  | Sequence
  | View
  | MaterializedView
  | Routine
  | Procedure
  | Aggregate
  | Trigger
  | Policy
  | RowSecurity
  | ExtendedStatistics
  | Owner
  | Grant
  | DefaultPrivileges

export type ObjectOf<K extends ObjectKind> = Extract<SchemaObject, { readonly kind: K }>

/** The definition alone: what can be derived from it, or only tells where it comes from, is never compared. */
export function comparable(object: SchemaObject): SchemaObject {
  switch (object.kind) {
    case 'view':
    case 'materialized_view':
      return { ...object, columns: null }
    case 'composite_type':
      return { ...object, attributes: object.attributes.map(({ formerly, ...attribute }) => attribute) }
    case 'extension': {
      const { usualVersion, ...extension } = object
      return extension
    }
    case 'grant':
      return { ...object, implicit: [], declared: false }
    case 'default_privileges':
    case 'schema':
      return { ...object, declared: false }
    case 'owner':
      return { ...object, clear: {}, declared: false }
    default:
      return object
  }
}

/** What everything has, so that it says nothing by being there. */
export function isOwnership(object: SchemaObject): object is Owner | Grant {
  return object.kind === 'owner' || object.kind === 'grant'
}

/** Names of the types that come with the object. */
export function typesMadeBy(object: SchemaObject): ObjectName[] {
  switch (object.kind) {
    case 'domain':
    case 'composite_type':
      return [object.name]
    case 'range_type':
      return [object.name, { schema: object.name.schema, name: object.multirange }]
    default:
      return []
  }
}
