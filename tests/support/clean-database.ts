import type { Session } from '../../src/dialects/session.ts'

/**
 * Takes everything out of a database, which is quicker than a new one with its new sessions. False: something is left that
 * only a new database is without.
 */
export async function cleaned(session: Session): Promise<boolean> {
  await session.execute(dropAll)
  const left = await session.query(leftovers)
  return left.length === 0
}

/** Where the journal is, and what is put aside. */
const ours = `('reconcile', 'reconcile_quarantine')`

/**
 * Schemas whole; from `public`, which cannot be made as it was, and from the quarantine, whatever is in it on its own
 * account. Extensions take their members along. The journal stays, without its runs: with a schema that comes or goes every
 * session of the database forgets all its plans, and planning is most of what a question to the catalogue costs.
 */
const dropAll = `do $$
declare it record;
begin
  for it in select extname as name from pg_extension where oid >= 16384 loop
    execute format('drop extension if exists %I cascade', it.name);
  end loop;
  for it in select nspname as name from pg_namespace where oid >= 16384 and nspname !~ '^pg_'
      and nspname not in ${ours} loop
    execute format('drop schema %I cascade', it.name);
  end loop;
  for it in select found.type, found.identity from pg_depend d,
      pg_identify_object(d.classid, d.objid, 0) found
    where d.refclassid = 'pg_namespace'::regclass and d.deptype = 'n'
      and d.refobjid in ('public'::regnamespace, to_regnamespace('reconcile_quarantine'))
      and found.identity is not null and not exists (select from pg_depend o
        where o.classid = d.classid and o.objid = d.objid and o.deptype in ('i', 'a', 'e')) loop
    execute format('drop %s if exists %s cascade', it.type, it.identity);
  end loop;
  if to_regclass('reconcile.quarantine') is not null then
    delete from reconcile.quarantine;
    delete from reconcile.checkpoints;
    delete from reconcile.recorded;
    delete from reconcile.steps;
    delete from reconcile.gates;
    delete from reconcile.usage;
    delete from reconcile.runs;
  end if;
end $$`

const catalogs = [
  ...['pg_class', 'pg_proc', 'pg_type', 'pg_namespace', 'pg_extension', 'pg_event_trigger', 'pg_publication'],
  ...['pg_default_acl', 'pg_foreign_data_wrapper', 'pg_foreign_server', 'pg_am', 'pg_collation', 'pg_language'],
  ...['pg_cast', 'pg_operator', 'pg_opclass', 'pg_opfamily', 'pg_ts_config', 'pg_ts_dict', 'pg_conversion'],
  ...['pg_statistic_ext', 'pg_largeobject_metadata'],
]

/** What may be there all the same; TOAST tables go with theirs. */
const exceptions: Readonly<Record<string, string>> = {
  pg_class: `relnamespace not in (select oid from pg_namespace where nspname in ('reconcile', 'pg_toast'))`,
  pg_type: `typnamespace not in (select oid from pg_namespace where nspname = 'reconcile')`,
  pg_namespace: `nspname !~ '^pg_(toast_)?temp_' and nspname not in ${ours}`,
}

/** Temporary schemas stay with their sessions; `public` has to be as initdb has made it. */
const leftovers = `${catalogs.map(madeByUsers).join(' union all ')}
  union all select 'settings' from pg_db_role_setting s join pg_database b on b.oid = s.setdatabase
    where b.datname = current_database()
  union all select 'languages' from pg_language where lanacl is not null
  union all select 'public' from pg_namespace n
    where n.nspname = 'public' and (n.oid >= 16384 or n.nspowner >= 16384
      or obj_description(n.oid, 'pg_namespace') is distinct from 'standard public schema'
      or n.nspacl is distinct from (select i.initprivs from pg_init_privs i
        where i.classoid = 'pg_namespace'::regclass and i.objoid = n.oid))
  union all select 'no public' where to_regnamespace('public') is null`

function madeByUsers(catalog: string): string {
  const condition = exceptions[catalog]
  const where = condition === undefined ? '' : `and ${condition}`
  return `select '${catalog}' where exists (select from ${catalog} where oid >= 16384 ${where})`
}
