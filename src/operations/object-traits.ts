import { sameValue } from '../lib/compare.ts'
import { remembered } from '../lib/remembered.ts'
import type { ObjectOf, SchemaObject } from '../model/object.ts'
import { type ObjectKind, type ObjectRef, refKey } from '../model/object-ref.ts'
import type { Grant, Privileges } from '../model/objects/grant.ts'
import type { Change } from '../model/change.ts'
import { ownedSequences } from '../model/table.ts'
import type { Phase } from '../model/step.ts'
import { isNewTable, type PlanContext } from './operation.ts'

/** What the planner has to know of a kind of object. */
export interface ObjectTraits<K extends ObjectKind> {
  /**
   * `first`: others may be in it or use what it brings without naming it (a schema, an extension). `before_tables`: tables
   * may use it (a type, a function). `after_tables`: it is made of tables (a view).
   * `last`: it would show in everything else. Dependencies between objects are found
   * in their texts and come on top.
   */
  readonly stands: 'first' | 'before_tables' | 'after_tables' | 'last'
  /** Phase in which it may be created, and altered in place. What arrives behind the gate is noticed. */
  readonly arrives: Phase | ((object: ObjectOf<K>) => Phase)
  readonly altered: Phase | ((before: ObjectOf<K>, after: ObjectOf<K>) => Phase)
  /** No application can tell that it is there, or is not. */
  readonly unseen?: true
  /** It is put aside instead of dropped: it holds something, or columns in quarantine may be made of it. */
  readonly kept?: true
  /** The way back leaves it where somebody has begun to use it. */
  readonly left?: true
}

/** Values that are there have to meet what comes. */
const type = { stands: 'before_tables', arrives: 'expand', altered: 'contract', kept: true } as const

export const objectTraits: { readonly [K in ObjectKind]: ObjectTraits<K> } = {
  schema: { stands: 'first', arrives: 'expand', altered: 'expand', left: true },
  extension: { stands: 'first', arrives: 'expand', altered: 'contract' },
  collation: { ...type, altered: 'expand' },
  domain: type,
  composite_type: type,
  range_type: { ...type, altered: 'expand' },
  sequence: { ...type, altered: 'expand' },
  // The same signature: whoever calls it goes on calling it.
  function: { stands: 'before_tables', arrives: 'expand', altered: 'expand' },
  procedure: { stands: 'before_tables', arrives: 'expand', altered: 'expand' },
  aggregate: { stands: 'before_tables', arrives: 'expand', altered: 'expand' },
  trigger: { stands: 'after_tables', arrives: 'expand', altered: 'expand' },
  // CREATE OR REPLACE VIEW keeps every column that is there.
  view: { stands: 'after_tables', arrives: 'expand', altered: 'expand' },
  materialized_view: { stands: 'after_tables', arrives: 'expand', altered: 'expand' },
  policy: {
    stands: 'after_tables',
    // One more permissive policy lets more rows pass; a restrictive one hides some.
    arrives: ({ restrictive }) => (restrictive ? 'contract' : 'expand'),
    altered: 'contract',
  },
  // Rows vanish for who is not allowed to see them.
  row_security: { stands: 'after_tables', arrives: 'contract', altered: 'contract' },
  // It comes with what it owns.
  owner: { stands: 'after_tables', arrives: 'expand', altered: 'contract' },
  grant: {
    stands: 'after_tables',
    arrives: (grant) => (takesAway(withoutGrants(grant), grant) ? 'contract' : 'expand'),
    altered: (before, after) => (takesAway(before, after) ? 'contract' : 'expand'),
  },
  // What is there by then keeps what it has: after everything that the plan creates.
  default_privileges: { stands: 'last', arrives: 'contract', altered: 'contract', unseen: true },
  statistics: { stands: 'after_tables', arrives: 'expand', altered: 'expand', unseen: true },
}

/** Nobody has used what comes with the plan. */
export function withoutGrants(grant: Grant): Grant {
  return { ...grant, privileges: grant.implicit, grantable: [], columns: {} }
}

/** True when the role may do less afterwards. */
export function takesAway(before: Grant, after: Grant): boolean {
  const loses = (was: Privileges, now: Privileges): boolean =>
    was.privileges.some((privilege) => !now.privileges.includes(privilege)) ||
    was.grantable.some((privilege) => !now.grantable.includes(privilege))
  const none: Privileges = { privileges: [], grantable: [] }
  return (
    loses(before, after) ||
    Object.entries(before.columns).some(([column, was]) => loses(was, after.columns[column] ?? none))
  )
}

export function alterationOf(before: SchemaObject, after: SchemaObject): Phase {
  if (sameValue({ ...before, comment: null }, { ...after, comment: null })) return 'expand'
  const { altered } = objectTraits[after.kind] as ObjectTraits<ObjectKind>
  return typeof altered === 'string' ? altered : altered(before, after)
}

export function arrivalOf(object: SchemaObject, context: PlanContext): Phase {
  // TypeScript cannot correlate an object with its own kind.
  const { arrives, stands } = objectTraits[object.kind] as ObjectTraits<ObjectKind>
  if (stands !== 'last' && object.on !== null && isNew(object.on, context)) return 'expand'
  return typeof arrives === 'string' ? arrives : arrives(object)
}

function isNew(ref: ObjectRef, context: PlanContext): boolean {
  return ref.kind === 'table' ? isNewTable(context, ref.name) : brought(context.changes).has(refKey(ref))
}

/** `refKey` of everything but tables that comes with the plan. */
const brought = remembered((changes: readonly Change[]) => new Set(changes.flatMap(broughtBy).map(refKey)))

function broughtBy(change: Change): readonly ObjectRef[] {
  switch (change.kind) {
    case 'create_enum':
      return [{ kind: 'enum', name: change.type.name }]
    case 'create_object':
      return [change.object]
    case 'create_table':
      return ownedSequences(change.table)
    case 'add_column':
      return ownedSequences({ name: change.table, columns: [change.column] })
    default:
      return []
  }
}
