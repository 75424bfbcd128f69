import { ownedSequences } from '../sequences.ts'
import { inScope, ownedByNobody, type Scope } from '../scope.ts'
import { ownRoutine } from './routine.ts'

/**
 * A common table expression `holders` of everything that has an owner and privileges: its kind in the model, the type
 * letter of acldefault (null: no privileges), where it is, and what it hangs on. The sequence of a column belongs to who
 * owns the table (`follows`).
 */
export function holders(scope: Scope): string {
  return `${ownedSequences}, holders as materialized (
  select n.oid, 'schema' as kind, 'n' as letter, n.nspname, n.nspname as name, n.nspowner as owner, n.nspacl as acl,
    false as follows, null::name as table_schema, null::name as table_name
  from pg_catalog.pg_namespace n where ${inScope(scope)} and ${ownedByNobody('pg_namespace', 'n.oid')}
  union all
  select c.oid, case c.relkind when 'v' then 'view' when 'm' then 'materialized_view' when 'S' then 'sequence' else 'table' end,
    case c.relkind when 'S' then 's' else 'r' end, n.nspname, c.relname, c.relowner, c.relacl, o.oid is not null, null, null
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  left join owned o on o.oid = c.oid
  where c.relkind in ('r', 'p', 'v', 'm', 'S') and ${inScope(scope)} and ${ownedByNobody('pg_class', 'c.oid')}
  union all
  select t.oid, case t.typtype when 'e' then 'enum' when 'd' then 'domain' when 'r' then 'range_type' else 'composite_type' end,
    'T', n.nspname, t.typname, t.typowner, t.typacl, false, null, null
  from pg_catalog.pg_type t join pg_catalog.pg_namespace n on n.oid = t.typnamespace
  left join pg_catalog.pg_class c on c.oid = t.typrelid
  where (t.typtype in ('e', 'd', 'r') or c.relkind = 'c') and ${inScope(scope)} and ${ownedByNobody('pg_type', 't.oid')}
  union all
  select p.oid, case p.prokind when 'p' then 'procedure' when 'a' then 'aggregate' else 'function' end, 'f', n.nspname,
    p.proname || '(' || coalesce((select pg_catalog.string_agg(
      pg_catalog.regexp_replace(pg_catalog.format_type(a.type, null), '^public\\.', ''), ', ' order by a.position)
      from pg_catalog.unnest(p.proargtypes::pg_catalog.oid[]) with ordinality a(type, position)), '') || ')',
    p.proowner, p.proacl, false, null, null
  from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
  where ${ownRoutine(scope)}
  union all
  select o.oid, 'collation', null, n.nspname, o.collname, o.collowner, null, false, null, null
  from pg_catalog.pg_collation o join pg_catalog.pg_namespace n on n.oid = o.collnamespace
  where ${inScope(scope)} and ${ownedByNobody('pg_collation', 'o.oid')}
  union all
  select s.oid, 'statistics', null, n.nspname, s.stxname, s.stxowner, null, false, tn.nspname, c.relname
  from pg_catalog.pg_statistic_ext s join pg_catalog.pg_namespace n on n.oid = s.stxnamespace
  join pg_catalog.pg_class c on c.oid = s.stxrelid join pg_catalog.pg_namespace tn on tn.oid = c.relnamespace
  where ${inScope(scope)} and ${ownedByNobody('pg_statistic_ext', 's.oid')})`
}
