import type { ObjectName } from '../../../../model/name.ts'
import type { Query } from '../../../../model/statement.ts'
import { literal, qualify } from '../quote.ts'

/** Offenders shown; more would not help anybody. */
const most = 20

interface Answer {
  readonly failure: string
  readonly help: string
}

/**
 * What depends on any of these, as the server tracks it; `refs` is SQL for rows of (class, oid). What is part of one of
 * them, such as the constructors of a range type, is none of these.
 */
export function dependents(refs: string, { failure, help }: Answer): Query {
  return {
    sql: `with refs(class, id) as materialized (${refs})
select distinct coalesce(pg_describe_object('pg_class'::regclass, r.ev_class, 0), pg_describe_object(d.classid, d.objid, d.objsubid)) as used_by
from pg_depend d left join pg_rewrite r on d.classid = 'pg_rewrite'::regclass and r.oid = d.objid
where d.deptype = 'n' and (d.refclassid, d.refobjid) in (select class, id from refs)
  and (d.classid, d.objid) not in (select class, id from refs)
  and not exists (select from pg_depend own where own.classid = d.classid and own.objid = d.objid and own.deptype in ('i', 'e')
    and (own.refclassid, own.refobjid) in (select class, id from refs))
order by 1
limit ${most}`,
    expect: 'no_rows',
    failure,
    help,
  }
}

/** SQL for a type with what the server has made along with it: its array, its row, its multirange. */
export function typeWithParts(name: ObjectName): string {
  const type = `to_regtype(${literal(qualify(name))})`
  return `
  select 'pg_type'::regclass::oid, t.oid from pg_type t
  left join pg_range g on g.rngtypid = ${type}
  left join pg_type m on m.oid = g.rngmultitypid
  where t.oid in (${type}, (select typarray from pg_type where oid = ${type}), m.oid, m.typarray)
  union all select 'pg_class'::regclass::oid, typrelid from pg_type where oid = ${type} and typrelid <> 0`
}

/**
 * Columns that store values of the type, by themselves or (`inside`) within arrays, rows and ranges; `except`: those that
 * somebody else looks after.
 */
export function holders(
  name: ObjectName,
  which: 'all' | 'inside',
  { failure, help }: Answer,
  except: readonly { readonly table: ObjectName; readonly column: string }[] = [],
): Query {
  const exceptions = except.map(
    ({ table, column }) =>
      `\n  and not (c.oid = to_regclass(${literal(qualify(table))}) and a.attname = ${literal(column)})`,
  )
  return {
    sql: `with recursive holding(type, inside) as (
  select to_regtype(${literal(qualify(name))})::oid, false
  union
  select next.type, next.inside or h.inside from holding h cross join lateral (
    select typarray, true from pg_type where oid = h.type and typarray <> 0
    union all select oid, false from pg_type where typbasetype = h.type
    union all select rngtypid, true from pg_range where rngsubtype = h.type
    union all select rngmultitypid, true from pg_range where rngtypid = h.type
    union all select c.reltype, true from pg_attribute a join pg_class c on c.oid = a.attrelid
      where a.atttypid = h.type and not a.attisdropped and c.reltype <> 0
  ) next(type, inside)
)
select distinct n.nspname || '.' || c.relname || '.' || a.attname as column
from holding h join pg_attribute a on a.atttypid = h.type
join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p', 'f', 'm') and not a.attisdropped${which === 'inside' ? ' and h.inside' : ''}${exceptions.join('')}
order by 1
limit ${most}`,
    expect: 'no_rows',
    failure,
    help,
  }
}
