import type { ObjectKind } from '../model/object-ref.ts'
import type { Phase } from '../model/step.ts'

/** What the planner has to know of a kind of object. */
export interface ObjectTraits {
  /**
   * `before_tables`: tables may use it (a type, a function). `after_tables`: it is made of tables (a view). Dependencies
   * between objects are found in their texts and come on top.
   */
  readonly stands: 'before_tables' | 'after_tables'
  /** Phase in which it may be created, and altered in place. */
  readonly arrives: Phase
  readonly altered: Phase
  /** True when an application from before the plan would notice an alteration in place. */
  readonly noticed: boolean
}

export const objectTraits: { readonly [K in ObjectKind]: ObjectTraits } = {
  // CREATE OR REPLACE VIEW keeps every column that is there.
  view: { stands: 'after_tables', arrives: 'expand', altered: 'expand', noticed: false },
  materialized_view: { stands: 'after_tables', arrives: 'expand', altered: 'expand', noticed: false },
}
