import { inScope, ownedByNobody } from './scope.ts'
import { otherComments } from './unmodeled-comments.ts'
import { grantsByOthers } from './unmodeled-grants.ts'

const scope = inScope('database')

/** What is in no schema counts as `public`. */
function outside(kind: string, catalog: string, name: string, where = 'true'): string {
  return `select '${kind}', 'public', x.${name}::text, null, null from pg_catalog.${catalog} x
    where ${where} and x.oid >= 16384 and ${ownedByNobody(catalog, 'x.oid')}`
}

/** What is in a schema by its name. */
function within(kind: string, catalog: string, name: string, namespace: string): string {
  return `select '${kind}', n.nspname::text, x.${name}::text, null, null
    from pg_catalog.${catalog} x join pg_catalog.pg_namespace n on n.oid = x.${namespace}
    where ${scope} and ${ownedByNobody(catalog, 'x.oid')}`
}

/**
 * Every other catalogue of https://www.postgresql.org/docs/current/catalogs.html that an object can be in, besides those
 * that the model knows. 16384 is the first oid that is not the system's (FirstNormalObjectId).
 */
export const otherCatalogues: readonly string[] = [
  outside('foreign data wrapper', 'pg_foreign_data_wrapper', 'fdwname'),
  outside('server', 'pg_foreign_server', 'srvname'),
  `select 'user mapping', 'public', u.usename || ' on ' || u.srvname, null, null from pg_catalog.pg_user_mappings u`,
  outside('language', 'pg_language', 'lanname'),
  outside('access method', 'pg_am', 'amname'),
  // The tables that it writes, as far as it has begun to.
  `select 'subscription', 'public', s.subname::text, n.nspname::text, c.relname::text from pg_catalog.pg_subscription s
    left join (pg_catalog.pg_subscription_rel r
      join pg_catalog.pg_class c on c.oid = r.srrelid
      join pg_catalog.pg_namespace n on n.oid = c.relnamespace) on r.srsubid = s.oid
    where s.subdbid = (select d.oid from pg_catalog.pg_database d where d.datname = pg_catalog.current_database())`,
  `select 'cast', 'public',
      pg_catalog.format_type(x.castsource, null) || ' as ' || pg_catalog.format_type(x.casttarget, null), null, null
    from pg_catalog.pg_cast x where x.oid >= 16384 and ${ownedByNobody('pg_cast', 'x.oid')}
      -- A range type brings one of its own.
      and not exists (select from pg_catalog.pg_depend i where i.objid = x.oid and i.deptype = 'i'
        and i.classid = 'pg_catalog.pg_cast'::pg_catalog.regclass)`,
  `select 'transform', 'public', pg_catalog.format_type(x.trftype, null) || ' for ' || l.lanname, null, null
    from pg_catalog.pg_transform x join pg_catalog.pg_language l on l.oid = x.trflang
    where x.oid >= 16384 and ${ownedByNobody('pg_transform', 'x.oid')}`,
  `select 'operator', n.nspname::text, x.oprname || ' (' || case x.oprleft when 0 then 'none'
      else pg_catalog.format_type(x.oprleft, null) end || ', ' || pg_catalog.format_type(x.oprright, null) || ')', null, null
    from pg_catalog.pg_operator x join pg_catalog.pg_namespace n on n.oid = x.oprnamespace
    where ${scope} and ${ownedByNobody('pg_operator', 'x.oid')}`,
  within('operator class', 'pg_opclass', 'opcname', 'opcnamespace'),
  within('operator family', 'pg_opfamily', 'opfname', 'opfnamespace'),
  within('conversion', 'pg_conversion', 'conname', 'connamespace'),
  within('text search configuration', 'pg_ts_config', 'cfgname', 'cfgnamespace'),
  within('text search dictionary', 'pg_ts_dict', 'dictname', 'dictnamespace'),
  within('text search parser', 'pg_ts_parser', 'prsname', 'prsnamespace'),
  within('text search template', 'pg_ts_template', 'tmplname', 'tmplnamespace'),
  // Whoever stores large objects stores many: that there are some is what matters.
  `select 'large object', 'public', 'large objects', null, null
    where exists (select from pg_catalog.pg_largeobject_metadata)`,
  // Only its name: values may be secret.
  `select 'setting', 'public', pg_catalog.split_part(setting.text, '=', 1), null, null
    from pg_catalog.pg_db_role_setting s
    join pg_catalog.pg_database d on d.oid = s.setdatabase and d.datname = pg_catalog.current_database(),
    lateral pg_catalog.unnest(s.setconfig) setting(text)`,
  `select 'security label', coalesce(i.schema, 'public'), l.provider || ' on ' || i.identity, null, null
    from pg_catalog.pg_seclabel l, lateral pg_catalog.pg_identify_object(l.classoid, l.objoid, l.objsubid) i`,
  ...grantsByOthers,
  ...otherComments,
  `select 'comment on the database', 'public', pg_catalog.current_database()::text, null, null
    from pg_catalog.pg_shdescription s join pg_catalog.pg_database d on d.oid = s.objoid and d.oid >= 16384
    where s.classoid = 'pg_catalog.pg_database'::pg_catalog.regclass and d.datname = pg_catalog.current_database()`,
]
