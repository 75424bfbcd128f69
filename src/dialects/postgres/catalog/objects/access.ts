import { sameValue } from '../../../../lib/compare.ts'
import type { ObjectRef } from '../../../../model/object-ref.ts'
import type { Grant } from '../../../../model/objects/grant.ts'
import type { Owner } from '../../../../model/objects/owner.ts'
import type { Row, Session } from '../../../session.ts'
import { privilegesOf } from '../../../../model/privileges.ts'
import { majorVersion } from '../../facts.ts'
import { type Scope, text, textOrNull } from '../scope.ts'
import { heldBy, type Item, listOf } from './acl.ts'
import { creationDefaults } from './creation-defaults.ts'
import { holders } from './holders.ts'

const items = (acl: string): string => `(select pg_catalog.json_agg(pg_catalog.json_build_object(
      'grantee', case x.grantee when 0 then 'public' else pg_catalog.pg_get_userbyid(x.grantee) end,
      'privilege', pg_catalog.lower(x.privilege_type), 'grantable', x.is_grantable))
    from pg_catalog.aclexplode(${acl}) x where x.grantor = h.owner)`

/** Owners, and what roles were granted or denied by them. */
export async function readAccess(session: Session, scope: Scope): Promise<(Owner | Grant)[]> {
  if (scope === 'scratch') return []
  const rows = await session.query(
    `with ${holders(scope)}, columns as (
       select a.attrelid, pg_catalog.json_agg(pg_catalog.json_build_object('name', a.attname,
         'items', ${items('a.attacl')}) order by a.attnum) as columns
       from pg_catalog.pg_attribute a join holders h on h.oid = a.attrelid and h.letter = 'r'
       where a.attacl is not null and not a.attisdropped and a.attname !~ '^_rq_'
       group by a.attrelid)
     select h.kind, h.nspname as schema, h.name, pg_catalog.pg_get_userbyid(h.owner) as owner, c.columns,
       h.follows, h.table_schema, h.table_name, h.acl is not null as changed,
       case when h.acl is not null then ${items('h.acl')} end as items,
       case when h.acl is not null or c.columns is not null
         then ${items('pg_catalog.acldefault(h.letter::"char", h.owner)')} end as defaults
     from holders h left join columns c on c.attrelid = h.oid and h.letter = 'r'`,
  )
  const major = majorVersion(session.serverVersion)
  const defaults = await creationDefaults(session)
  return rows.flatMap((row) => {
    const on = holderOf(row)
    const owner = { role: text(row, 'owner'), clear: defaults?.clear(on) ?? {} }
    return [...(row['follows'] === true ? [] : [ownerOf(on, owner)]), ...grantsOf(row, on, major)]
  })
}

function holderOf(row: Row): ObjectRef {
  const kind = text(row, 'kind') as ObjectRef['kind']
  const name = { schema: text(row, 'schema'), name: text(row, 'name') }
  const table = textOrNull(row, 'table_name')
  if (table === null) return { kind, name }
  return { kind, name, on: { kind: 'table', name: { schema: text(row, 'table_schema'), name: table } } }
}

function ownerOf(on: ObjectRef, rest: Pick<Owner, 'role' | 'clear'>): Owner {
  return { kind: 'owner', name: on.name, on, comment: null, ...rest, declared: false }
}

/** Only of roles that do not have just what they would have anyway. */
function grantsOf(row: Row, on: ObjectRef, major: number): Grant[] {
  const defaults = defaultsOf(row, on, major)
  const given = row['changed'] === true ? listOf<Item>(row['items']) : defaults
  const columns = listOf<{ readonly name: string; readonly items: unknown }>(row['columns']).map(
    ({ name, items: own }) => ({
      name,
      items: listOf<Item>(own),
    }),
  )
  const roles = new Set([...defaults, ...given, ...columns.flatMap((column) => column.items)].map((one) => one.grantee))
  return [...roles].sort().flatMap((grantee): Grant[] => {
    const implicit = heldBy(defaults, grantee).privileges
    const { privileges, grantable } = heldBy(given, grantee)
    const byColumn = Object.fromEntries(
      columns.flatMap((column) => {
        const own = heldBy(column.items, grantee)
        return own.privileges.length === 0 ? [] : [[column.name, own]]
      }),
    )
    const isDefault = sameValue(privileges, implicit) && grantable.length === 0 && Object.keys(byColumn).length === 0
    if (isDefault) return []
    const name = { schema: '', name: grantee }
    return [
      { kind: 'grant', name, on, comment: null, privileges, grantable, columns: byColumn, implicit, declared: false },
    ]
  })
}

/** `public` is made by initdb, with rights for everybody that no new schema has. */
function defaultsOf(row: Row, on: ObjectRef, major: number): readonly Item[] {
  const defaults = listOf<Item>(row['defaults'])
  if (on.kind !== 'schema') return defaults
  const everybody = privilegesOf(on, major)?.everybody ?? []
  return [...defaults, ...everybody.map((privilege) => ({ grantee: 'public', privilege, grantable: false }))]
}
