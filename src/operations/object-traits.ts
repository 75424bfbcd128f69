import type { ObjectOf, SchemaObject } from '../model/object.ts'
import type { ObjectKind } from '../model/object-ref.ts'
import type { Phase } from '../model/step.ts'
import { isNewTable, type PlanContext } from './operation.ts'

/** What the planner has to know of a kind of object. */
export interface ObjectTraits<K extends ObjectKind> {
  /**
   * `before_tables`: tables may use it (a type, a function). `after_tables`: it is made of tables (a view). Dependencies
   * between objects are found in their texts and come on top.
   */
  readonly stands: 'before_tables' | 'after_tables'
  /** Phase in which it may be created, and altered in place. What arrives behind the gate is noticed. */
  readonly arrives: Phase | ((object: ObjectOf<K>) => Phase)
  readonly altered: Phase
  /** True when an application from before the plan would notice an alteration in place. */
  readonly noticed: boolean
  /** No application can tell that it is there, or is not. */
  readonly unseen?: true
}

export const objectTraits: { readonly [K in ObjectKind]: ObjectTraits<K> } = {
  // CREATE OR REPLACE VIEW keeps every column that is there.
  view: { stands: 'after_tables', arrives: 'expand', altered: 'expand', noticed: false },
  materialized_view: { stands: 'after_tables', arrives: 'expand', altered: 'expand', noticed: false },
  policy: {
    stands: 'after_tables',
    // One more permissive policy lets more rows pass; a restrictive one hides some.
    arrives: ({ restrictive }) => (restrictive ? 'contract' : 'expand'),
    altered: 'contract',
    noticed: true,
  },
  // Rows vanish for who is not allowed to see them.
  row_security: { stands: 'after_tables', arrives: 'contract', altered: 'contract', noticed: true },
  statistics: { stands: 'after_tables', arrives: 'expand', altered: 'expand', noticed: false, unseen: true },
}

/** Nobody has used a table that comes with the plan. */
export function arrivalOf(object: SchemaObject, context: PlanContext): Phase {
  if (object.on?.kind === 'table' && isNewTable(context, object.on.name)) return 'expand'
  // TypeScript cannot correlate an object with its own kind.
  const { arrives } = objectTraits[object.kind] as ObjectTraits<ObjectKind>
  return typeof arrives === 'string' ? arrives : arrives(object)
}
