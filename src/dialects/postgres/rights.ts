import type { MissingRight, Needs } from '../dialect.ts'
import type { Session } from '../session.ts'
import { text } from './catalog/scope.ts'

/** ALTER and DROP take ownership, and there is no privilege in its place; what is not there yet needs none. */
export async function missingRights(session: Session, { own, createIn }: Needs): Promise<readonly MissingRight[]> {
  const rows = await session.query(
    `with wanted as (
       select n.oid as schema, r.name from pg_catalog.json_to_recordset($1::json) r(schema text, name text)
       join pg_catalog.pg_namespace n on n.nspname = r.schema
     ), owned as (
       select c.relname as name, c.relowner as owner, 'table' as kind
       from wanted w join pg_catalog.pg_class c on c.relnamespace = w.schema and c.relname = w.name and c.relkind in ('r', 'p')
       union
       select t.typname, t.typowner, 'enum'
       from wanted w join pg_catalog.pg_type t on t.typnamespace = w.schema and t.typname = w.name and t.typtype = 'e'
     )
     select pg_catalog.format('role %I does not own %s %s, which belongs to %I', current_user, kind, name, pg_catalog.pg_get_userbyid(owner)) as missing,
       pg_catalog.format('GRANT %I TO %I', pg_catalog.pg_get_userbyid(owner), current_user) as remedy
     from owned where not pg_catalog.pg_has_role(current_user, owner, 'USAGE')
     union all
     select pg_catalog.format('role %I may not create anything in schema %s', current_user, n.nspname),
       pg_catalog.format('GRANT CREATE ON SCHEMA %I TO %I', n.nspname, current_user)
     from pg_catalog.json_array_elements_text($2::json) s join pg_catalog.pg_namespace n on n.nspname = s.value
     where not pg_catalog.has_schema_privilege(n.oid, 'CREATE')
     order by missing`,
    [JSON.stringify(own), JSON.stringify(createIn)],
  )
  return rows.map((row) => ({ missing: text(row, 'missing'), remedy: text(row, 'remedy') }))
}
