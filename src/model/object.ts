import type { ObjectKind } from './object-ref.ts'
import type { Aggregate } from './objects/aggregate.ts'
import type { ExtendedStatistics } from './objects/extended-statistics.ts'
import type { Grant } from './objects/grant.ts'
import type { MaterializedView } from './objects/materialized-view.ts'
import type { Owner } from './objects/owner.ts'
import type { Policy } from './objects/policy.ts'
import type { Procedure, Routine } from './objects/routine.ts'
import type { RowSecurity } from './objects/row-security.ts'
import type { Trigger } from './objects/trigger.ts'
import type { View } from './objects/view.ts'

/** Everything in a schema but tables and enums; each kind has its own file in `objects/`. */
export type SchemaObject =
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

export type ObjectOf<K extends ObjectKind> = Extract<SchemaObject, { readonly kind: K }>

/** The definition alone: what can be derived from it is never compared. */
export function comparable(object: SchemaObject): SchemaObject {
  switch (object.kind) {
    case 'view':
    case 'materialized_view':
      return { ...object, columns: null }
    case 'grant':
      return { ...object, implicit: [], declared: false }
    case 'owner':
      return { ...object, clear: [], declared: false }
    default:
      return object
  }
}
