import { displayName, nameKey, type ObjectName, sameName } from './name.ts'

/** Every kind of object but tables and enums. */
export type ObjectKind =
  | 'schema'
  | 'extension'
  | 'collation'
  | 'domain'
  | 'composite_type'
  | 'range_type'
  | 'sequence'
  | 'view'
  | 'materialized_view'
  | 'function'
  | 'procedure'
  | 'aggregate'
  | 'trigger'
  | 'policy'
  | 'row_security'
  | 'statistics'
  | 'owner'
  | 'grant'
  | 'default_privileges'

/** Any thing of a schema by its kind and name; `on`: what it is attached to, when its name is unique only within that. */
export interface ObjectRef {
  readonly kind: 'table' | 'enum' | ObjectKind
  readonly name: ObjectName
  readonly on?: ObjectRef | null
}

/** Kinds that are told apart by what they are called with: their names carry it, `f(integer, text)`. */
export function isRoutineKind(kind: ObjectRef['kind']): boolean {
  return kind === 'function' || kind === 'procedure' || kind === 'aggregate'
}

/** What all objects have. */
export interface ObjectHead<K extends ObjectKind> {
  readonly kind: K
  readonly name: ObjectName
  /** What it is attached to, goes with and comes back with (a trigger's table); null: it stands for itself. */
  readonly on: ObjectRef | null
  readonly comment: string | null
}

/** A map key. */
export function refKey({ kind, name, on }: ObjectRef): string {
  const own = `${kind}\u0000${nameKey(name)}`
  return on === undefined || on === null ? own : `${own}\u0000${refKey(on)}`
}

/** Kinds that are in no schema: both halves of their `name` are their own. */
export function isLone(kind: ObjectRef['kind']): boolean {
  return kind === 'schema' || kind === 'extension'
}

/** For people: `view active_customers`, `trigger touch on orders`. */
export function displayRef({ kind, name, on }: ObjectRef): string {
  const shown =
    kind === 'table'
      ? displayName(name)
      : `${kind.replaceAll('_', ' ')} ${isLone(kind) ? name.name : displayName(name)}`
  if (kind === 'default_privileges') {
    return `default privileges for ${name.name.replaceAll('_', ' ')}${name.schema === '' ? '' : ` in ${name.schema}`}`
  }
  if (on === undefined || on === null) return shown
  if (kind === 'grant') return `grant to ${name.name} on ${displayRef(on)}`
  const owner = displayRef(on)
  // What there is but one of has no name of its own.
  return sameName(name, on.name) ? `${kind.replaceAll('_', ' ')} of ${owner}` : `${shown} on ${owner}`
}
