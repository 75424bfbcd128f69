import type { ObjectKind } from './object-ref.ts'
import type { ExtendedStatistics } from './objects/extended-statistics.ts'
import type { MaterializedView } from './objects/materialized-view.ts'
import type { Policy } from './objects/policy.ts'
import type { RowSecurity } from './objects/row-security.ts'
import type { View } from './objects/view.ts'

/** Everything in a schema but tables and enums; each kind has its own file in `objects/`. */
export type SchemaObject = View | MaterializedView | Policy | RowSecurity | ExtendedStatistics

export type ObjectOf<K extends ObjectKind> = Extract<SchemaObject, { readonly kind: K }>

/** The definition alone: what can be derived from it is never compared. */
export function comparable(object: SchemaObject): SchemaObject {
  return object.kind === 'view' || object.kind === 'materialized_view' ? { ...object, columns: null } : object
}
