import { compareText, sameValue } from '../../../../lib/compare.ts'
import {
  createdImplicitly,
  type CreatedKind,
  type DefaultGrant,
  type DefaultPrivileges,
  defaultPrivilegesRef,
} from '../../../../model/objects/default-privileges.ts'
import type { Row, Session } from '../../../session.ts'
import { majorVersion } from '../../facts.ts'
import { inScope, type Scope, text, textOrNull } from '../scope.ts'
import { heldBy, type Item, listOf } from './acl.ts'

const kinds: Readonly<Record<string, CreatedKind>> = {
  r: 'tables',
  S: 'sequences',
  f: 'functions',
  T: 'types',
  n: 'schemas',
  L: 'large_objects',
}

/** What ALTER DEFAULT PRIVILEGES has left. */
export async function readDefaultPrivileges(session: Session, scope: Scope): Promise<DefaultPrivileges[]> {
  if (scope === 'scratch') return []
  const major = majorVersion(session.serverVersion)
  const rows = await session.query(
    `select pg_catalog.pg_get_userbyid(d.defaclrole) as role, d.defaclobjtype::text as letter, n.nspname as schema,
       (select pg_catalog.json_agg(pg_catalog.json_build_object(
           'grantee', case x.grantee when 0 then 'public' else pg_catalog.pg_get_userbyid(x.grantee) end,
           'privilege', pg_catalog.lower(x.privilege_type), 'grantable', x.is_grantable))
         from pg_catalog.aclexplode(d.defaclacl) x) as items
     from pg_catalog.pg_default_acl d left join pg_catalog.pg_namespace n on n.oid = d.defaclnamespace
     where n.oid is null or ${inScope(scope)}`,
  )
  return rows.flatMap((row) => readOne(row, major))
}

function readOne(row: Row, major: number): DefaultPrivileges[] {
  const role = text(row, 'role')
  const of = kinds[text(row, 'letter')]
  if (of === undefined) return []
  const head = { ...defaultPrivilegesRef(role, of, textOrNull(row, 'schema')), role, of }
  const items = listOf<Item>(row['items'])
  const grantees = new Set([role, 'public', ...items.map(({ grantee }) => grantee)])
  const roles = [...grantees].sort(compareText).flatMap((grantee): [string, DefaultGrant][] => {
    const implicit = createdImplicitly(head, grantee, major)
    const held = heldBy(items, grantee)
    const isDefault = sameValue(held.privileges, implicit) && held.grantable.length === 0
    // In a schema nobody loses anything.
    return isDefault ? [] : [[grantee, { ...held, implicit }]]
  })
  return [{ ...head, comment: null, roles: Object.fromEntries(roles), declared: false }]
}
