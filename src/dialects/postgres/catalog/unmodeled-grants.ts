import { inScope, ownedByNobody } from './scope.ts'

const scope = inScope('database')

/** Who has granted what to whom. */
const named = `case x.grantee when 0 then 'public' else pg_catalog.pg_get_userbyid(x.grantee) end || ' by ' ||
        pg_catalog.pg_get_userbyid(x.grantor)`

/** What was granted by somebody else than the owner cannot be granted again by us. */
export const grantsByOthers: readonly string[] = [
  `select distinct 'grant by another role', n.nspname::text, ${named}, n.nspname::text, c.relname::text
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace,
    lateral pg_catalog.aclexplode(c.relacl) x
    where c.relacl is not null and x.grantor <> c.relowner and ${scope} and ${ownedByNobody('pg_class', 'c.oid')}`,
  `select distinct 'grant on a column by another role', n.nspname::text, ${named}, n.nspname::text, c.relname::text
    from pg_catalog.pg_attribute a join pg_catalog.pg_class c on c.oid = a.attrelid
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace, lateral pg_catalog.aclexplode(a.attacl) x
    where a.attacl is not null and not a.attisdropped and x.grantor <> c.relowner and ${scope}
      and ${ownedByNobody('pg_class', 'c.oid')}`,
  `select distinct 'grant on a routine by another role', n.nspname::text, ${named}, n.nspname::text,
      p.proname || '(' || coalesce((select pg_catalog.string_agg(
        pg_catalog.regexp_replace(pg_catalog.format_type(g.type, null), '^public\\.', ''), ', ' order by g.position)
        from pg_catalog.unnest(p.proargtypes::pg_catalog.oid[]) with ordinality g(type, position)), '') || ')'
    from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace,
    lateral pg_catalog.aclexplode(p.proacl) x
    where p.proacl is not null and x.grantor <> p.proowner and ${scope} and ${ownedByNobody('pg_proc', 'p.oid')}`,
  `select distinct 'grant on a type by another role', n.nspname::text, ${named} || ' on ' || t.typname, null, null
    from pg_catalog.pg_type t join pg_catalog.pg_namespace n on n.oid = t.typnamespace,
    lateral pg_catalog.aclexplode(t.typacl) x
    where t.typacl is not null and x.grantor <> t.typowner and ${scope} and ${ownedByNobody('pg_type', 't.oid')}`,
  `select distinct 'grant on a schema by another role', n.nspname::text, ${named}, null, null
    from pg_catalog.pg_namespace n, lateral pg_catalog.aclexplode(n.nspacl) x
    where n.nspacl is not null and x.grantor <> n.nspowner and ${scope} and ${ownedByNobody('pg_namespace', 'n.oid')}`,
  `select 'grant on a language', 'public', l.lanname::text, null, null from pg_catalog.pg_language l
    where l.lanacl is not null`,
]
