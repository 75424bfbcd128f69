import { inScope } from './scope.ts'

const scope = inScope('database')

/** Comments on what the model knows, but not by itself. */
export const otherComments: readonly string[] = [
  `select 'comment on a constraint', n.nspname::text, x.conname::text, n.nspname::text, c.relname::text
    from pg_catalog.pg_constraint x join pg_catalog.pg_class c on c.oid = x.conrelid
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    join pg_catalog.pg_description d on d.objoid = x.oid and d.classoid = 'pg_catalog.pg_constraint'::pg_catalog.regclass
    where ${scope} and (x.contype = 't' or x.conparentid <> 0 or (x.contype = 'c' and not x.conislocal))`,
  `select 'comment on an index', n.nspname::text, x.relname::text, n.nspname::text, c.relname::text
    from pg_catalog.pg_class x join pg_catalog.pg_inherits h on h.inhrelid = x.oid
    join pg_catalog.pg_index i on i.indexrelid = x.oid join pg_catalog.pg_class c on c.oid = i.indrelid
    join pg_catalog.pg_namespace n on n.oid = x.relnamespace
    join pg_catalog.pg_description d on d.objoid = x.oid and d.objsubid = 0
      and d.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass
    where x.relkind in ('i', 'I') and ${scope}
      and not exists (select from pg_catalog.pg_constraint k where k.conindid = x.oid and k.contype in ('p', 'u', 'x'))`,
  // Extensions bring a comment of their own.
  `select 'comment on an extension', 'public', x.extname::text, null, null from pg_catalog.pg_extension x
    join pg_catalog.pg_description d on d.objoid = x.oid and d.classoid = 'pg_catalog.pg_extension'::pg_catalog.regclass
    where x.oid >= 16384 and d.description is distinct from
      (select a.comment from pg_catalog.pg_available_extensions a where a.name = x.extname)`,
]
