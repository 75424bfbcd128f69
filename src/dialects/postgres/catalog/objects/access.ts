import { sameValue } from '../../../../lib/compare.ts'
import type { ObjectRef } from '../../../../model/object-ref.ts'
import type { Grant, Privileges } from '../../../../model/objects/grant.ts'
import type { Owner } from '../../../../model/objects/owner.ts'
import type { Row, Session } from '../../../session.ts'
import { ownRoutine } from './routine.ts'
import { inScope, ownedByNobody, type Scope, text } from '../scope.ts'

/**
 * Everything that has an owner and privileges: kind, type letter of acldefault, and where it is. `kind` is that of the
 * model.
 */
const holders = (scope: Scope): string => `
  select c.oid, case c.relkind when 'v' then 'view' when 'm' then 'materialized_view' else 'table' end as kind, 'r' as letter,
    n.nspname, c.relname as name, c.relowner as owner, c.relacl as acl
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'v', 'm') and ${inScope(scope)} and ${ownedByNobody('pg_class', 'c.oid')}
  union all
  select t.oid, 'enum', 'T', n.nspname, t.typname, t.typowner, t.typacl
  from pg_catalog.pg_type t join pg_catalog.pg_namespace n on n.oid = t.typnamespace
  where t.typtype = 'e' and ${inScope(scope)} and ${ownedByNobody('pg_type', 't.oid')}
  union all
  select p.oid, case p.prokind when 'p' then 'procedure' when 'a' then 'aggregate' else 'function' end, 'f', n.nspname,
    p.proname || '(' || coalesce((select pg_catalog.string_agg(
      pg_catalog.regexp_replace(pg_catalog.format_type(a.type, null), '^public\\.', ''), ', ' order by a.position)
      from pg_catalog.unnest(p.proargtypes::pg_catalog.oid[]) with ordinality a(type, position)), '') || ')',
    p.proowner, p.proacl
  from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
  where ${ownRoutine(scope)}`

const items = (acl: string): string => `(select pg_catalog.json_agg(pg_catalog.json_build_object(
      'grantee', case x.grantee when 0 then 'public' else pg_catalog.pg_get_userbyid(x.grantee) end,
      'privilege', pg_catalog.lower(x.privilege_type), 'grantable', x.is_grantable))
    from pg_catalog.aclexplode(${acl}) x where x.grantor = h.owner)`

/** Owners, and what roles were granted or denied by them. */
export async function readAccess(session: Session, scope: Scope): Promise<(Owner | Grant)[]> {
  if (scope === 'scratch') return []
  const rows = await session.query(
    `with holders as materialized (${holders(scope)}), columns as (
       select a.attrelid, pg_catalog.json_agg(pg_catalog.json_build_object('name', a.attname,
         'items', ${items('a.attacl')}) order by a.attnum) as columns
       from pg_catalog.pg_attribute a join holders h on h.oid = a.attrelid and h.letter = 'r'
       where a.attacl is not null and not a.attisdropped and a.attname !~ '^_rq_'
       group by a.attrelid)
     select h.kind, h.nspname as schema, h.name, pg_catalog.pg_get_userbyid(h.owner) as owner, c.columns,
       h.acl is not null as changed,
       case when h.acl is not null then ${items('h.acl')} end as items,
       case when h.acl is not null or c.columns is not null
         then ${items('pg_catalog.acldefault(h.letter::"char", h.owner)')} end as defaults
     from holders h left join columns c on c.attrelid = h.oid and h.letter = 'r'`,
  )
  return rows.flatMap((row) => {
    const on: ObjectRef = {
      kind: text(row, 'kind') as ObjectRef['kind'],
      name: { schema: text(row, 'schema'), name: text(row, 'name') },
    }
    return [ownerOf(row, on), ...grantsOf(row, on)]
  })
}

function ownerOf(row: Row, on: ObjectRef): Owner {
  return { kind: 'owner', name: on.name, on, comment: null, role: text(row, 'owner'), declared: false, clear: [] }
}

interface Item {
  readonly grantee: string
  readonly privilege: string
  readonly grantable: boolean
}

/** Only of roles that do not have just what they would have anyway. */
function grantsOf(row: Row, on: ObjectRef): Grant[] {
  const defaults = list<Item>(row['defaults'])
  const given = row['changed'] === true ? list<Item>(row['items']) : defaults
  const columns = list<{ readonly name: string; readonly items: unknown }>(row['columns']).map(
    ({ name, items: own }) => ({
      name,
      items: list<Item>(own),
    }),
  )
  const roles = new Set([...defaults, ...given, ...columns.flatMap((column) => column.items)].map((one) => one.grantee))
  return [...roles].sort().flatMap((grantee): Grant[] => {
    const implicit = privilegesOf(defaults, grantee).privileges
    const { privileges, grantable } = privilegesOf(given, grantee)
    const byColumn = Object.fromEntries(
      columns.flatMap((column) => {
        const own = privilegesOf(column.items, grantee)
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

function privilegesOf(found: readonly Item[], grantee: string): Privileges {
  const own = found.filter((item) => item.grantee === grantee)
  return {
    privileges: own.map(({ privilege }) => privilege).sort(),
    grantable: own.flatMap(({ privilege, grantable }) => (grantable ? [privilege] : [])).sort(),
  }
}

function list<T>(value: unknown): readonly T[] {
  return Array.isArray(value) ? (value as T[]) : []
}
