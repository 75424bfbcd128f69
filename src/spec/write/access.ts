import type { Facts } from '../../dialects/facts.ts'
import { sameValue } from '../../lib/compare.ts'
import type { ObjectRef } from '../../model/object-ref.ts'
import type { Owner } from '../../model/objects/owner.ts'
import type { Grant } from '../../model/objects/grant.ts'
import type { Schema } from '../../model/schema.ts'
import type { AccessSpec, GrantSpec } from '../access-content.ts'
import { attached } from './attached.ts'
import type { Writing } from './writing.ts'

/** Who owns it, unless that is who owns most of the schema, and what is granted on it. */
export function accessOf({ schema, facts }: Pick<Writing, 'schema' | 'facts'>, ref: ObjectRef): AccessSpec {
  const [owner] = attached(schema, ref, 'owner')
  const grants = attached(schema, ref, 'grant')
  return {
    ...(owner === undefined || (!owner.declared && isUsual(owner, schema, facts)) ? {} : { owner: owner.role }),
    ...(grants.length === 0
      ? {}
      : { grants: Object.fromEntries(grants.map((one) => [one.name.name, grantSpec(one)])) }),
  }
}

function isUsual({ role, on }: Owner, schema: Schema, { publicIsDatabases }: Facts): boolean {
  const isPublic = on?.kind === 'schema' && on.name.name === 'public'
  return isPublic && publicIsDatabases ? role === 'pg_database_owner' : role === usualOwner(schema)
}

export function grantSpec({
  privileges,
  grantable,
  columns,
}: Pick<Grant, 'privileges' | 'grantable' | 'columns'>): GrantSpec | readonly string[] {
  const byColumn = Object.entries(columns).map(([column, own]) => [column, own.privileges] as const)
  const all = [...new Set([...privileges, ...byColumn.flatMap(([, own]) => own)])].sort()
  const passed = [...new Set([...grantable, ...Object.values(columns).flatMap((own) => own.grantable)])].sort()
  if (byColumn.length === 0 && passed.length === 0) return privileges
  return {
    ...(privileges.length === 0 ? {} : { privileges }),
    ...(byColumn.length === 0 ? {} : { columns: Object.fromEntries(byColumn) }),
    ...(passed.length === 0 ? {} : { grant_option: sameValue(passed, all) ? true : passed }),
  }
}

const usual = new WeakMap<Schema, string | null>()

/** Who owns most: specs leave that out, since it is who applies them. Null where nothing has an owner. */
export function usualOwner(schema: Schema): string | null {
  const known = usual.get(schema)
  if (known !== undefined) return known
  const counts = new Map<string, number>()
  for (const object of schema.objects) {
    if (object.kind === 'owner') counts.set(object.role, (counts.get(object.role) ?? 0) + 1)
  }
  const [first] = [...counts].sort(([, a], [, b]) => b - a)
  usual.set(schema, first?.[0] ?? null)
  return first?.[0] ?? null
}
