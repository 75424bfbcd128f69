import type { ObjectHead, ObjectRef } from '../object-ref.ts'
import { type PrivilegeList, privilegesOf } from '../privileges.ts'
import type { Privileges } from './grant.ts'

/**
 * What others get of the things of one kind that a role creates from then on; in one schema, on top of what they get
 * everywhere (`on`). Its name tells the kind and the role.
 */
export interface DefaultPrivileges extends ObjectHead<'default_privileges'> {
  readonly role: string
  readonly of: CreatedKind
  /** By role; only of those that do not get just what the engine gives by itself. `public` is everybody. */
  readonly roles: Readonly<Record<string, DefaultGrant>>
  /** The specs say so, or said so at the last run. Anything else is carried along, and never compared. */
  readonly declared: boolean
}

export interface DefaultGrant extends Privileges {
  /** What the engine gives by itself. */
  readonly implicit: readonly string[]
}

export type CreatedKind = (typeof createdKinds)[number]

/** Those of ALTER DEFAULT PRIVILEGES. The last two are in no schema. */
export const createdKinds = ['tables', 'sequences', 'functions', 'types', 'schemas', 'large_objects'] as const

/** `schema` null: everywhere. */
export function defaultPrivilegesRef(
  role: string,
  of: CreatedKind,
  schema: string | null,
): Pick<DefaultPrivileges, 'kind' | 'name' | 'on'> {
  const on: ObjectRef | null = schema === null ? null : { kind: 'schema', name: { schema, name: schema } }
  return { kind: 'default_privileges', name: { schema: schema ?? '', name: `${of} of ${role}` }, on }
}

const examples: Readonly<Record<Exclude<CreatedKind, 'large_objects'>, ObjectRef['kind']>> = {
  tables: 'table',
  sequences: 'sequence',
  functions: 'function',
  types: 'domain',
  schemas: 'schema',
}

/** What there is to get of a kind. Large objects came to ALTER DEFAULT PRIVILEGES with 18. */
export function createdPrivileges(of: CreatedKind, major: number): PrivilegeList | null {
  if (of === 'large_objects') return major >= 18 ? { all: ['select', 'update'], everybody: [] } : null
  return privilegesOf({ kind: examples[of], name: { schema: '', name: '' } }, major)
}

/** What a role gets when nobody has said anything. In a schema, one can only give more. */
export function createdImplicitly(
  { role, of, on }: Pick<DefaultPrivileges, 'role' | 'of' | 'on'>,
  grantee: string,
  major: number,
): readonly string[] {
  const known = on === null ? createdPrivileges(of, major) : null
  if (known === null) return []
  if (grantee === role) return known.all
  return grantee === 'public' ? known.everybody : []
}
