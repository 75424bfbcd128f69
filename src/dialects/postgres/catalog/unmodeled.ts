import type { Unmodeled } from '../../../model/schema.ts'
import type { Session } from '../../session.ts'
import { majorVersion } from '../facts.ts'
import { ownedSequences } from './sequences.ts'
import { carriesTriggers, ownTrigger } from './objects/trigger.ts'
import { otherCatalogues } from './unmodeled-database.ts'
import { inScope, ownedByNobody, modeledTable, text, textOrNull } from './scope.ts'

/**
 * Everything in the database that the model cannot express, in one query. Publications and event triggers, which have no
 * schema, count as `public`.
 */
export async function readUnmodeled(session: Session): Promise<Unmodeled[]> {
  const parts = [
    relations,
    triggers,
    inheritedStates,
    statistics,
    rules,
    types,
    tablespaces,
    sequences(session.serverVersion),
  ]
  const rows = await session.query([...parts, publications, eventTriggers, ...otherCatalogues].join('\nunion all\n'))
  return rows.map((row) => {
    const table = textOrNull(row, 'table_name')
    return {
      kind: text(row, 'kind'),
      name: { schema: text(row, 'schema'), name: text(row, 'name') },
      table: table === null ? null : { schema: text(row, 'table_schema'), name: table },
      sql: null,
    }
  })
}

const scope = inScope('database')

/** Tables of other kinds. */
const relations = `
select case when c.relkind = 'f' then 'foreign table' when c.reloftype <> 0 then 'typed table' else 'partition being detached'
       end::text as kind,
  n.nspname::text as schema, c.relname::text as name, n.nspname::text as table_schema, c.relname::text as table_name
from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where ${scope} and ${ownedByNobody('pg_class', 'c.oid')}
  and (c.relkind = 'f' or (c.relkind in ('r', 'p') and not (${modeledTable})))`

/** Those of tables that are not modelled themselves. */
const triggers = `
select 'trigger', n.nspname::text, g.tgname::text, n.nspname::text, c.relname::text
from pg_catalog.pg_trigger g
join pg_catalog.pg_class c on c.oid = g.tgrelid
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where ${ownTrigger} and not ${carriesTriggers} and ${scope}`

/** What a table has from another one and keeps in a state of its own; and what is said of NOT NULL (PostgreSQL 18). */
const inheritedStates = `
select 'state of an inherited trigger', n.nspname::text, g.tgname::text, n.nspname::text, c.relname::text
from pg_catalog.pg_trigger g
join pg_catalog.pg_trigger p on p.oid = g.tgparentid
join pg_catalog.pg_class c on c.oid = g.tgrelid
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where g.tgenabled <> p.tgenabled and p.tgconstraint = 0 and ${scope} and ${ownedByNobody('pg_class', 'c.oid')}
union all
select 'storage of an inherited column', n.nspname::text, a.attname::text, n.nspname::text, c.relname::text
from pg_catalog.pg_inherits h
join pg_catalog.pg_class c on c.oid = h.inhrelid and c.relkind in ('r', 'p')
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
join pg_catalog.pg_attribute a on a.attrelid = h.inhrelid and a.attnum > 0 and not a.attislocal and a.attinhcount = 1
join pg_catalog.pg_attribute p on p.attrelid = h.inhparent and p.attname = a.attname
where (a.attstorage <> p.attstorage or a.attcompression <> p.attcompression
    or (coalesce(a.attstattarget, -1) >= 0 and a.attstattarget is distinct from p.attstattarget)
    or (a.attoptions is not null and a.attoptions is distinct from p.attoptions))
  and ${scope} and ${ownedByNobody('pg_class', 'c.oid')}
union all
select 'comment on NOT NULL', n.nspname::text, k.conname::text, n.nspname::text, c.relname::text
from pg_catalog.pg_description d
join pg_catalog.pg_constraint k on k.oid = d.objoid and k.contype = 'n'
join pg_catalog.pg_class c on c.oid = k.conrelid
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where d.classoid = 'pg_catalog.pg_constraint'::pg_catalog.regclass and ${scope} and ${ownedByNobody('pg_class', 'c.oid')}`

/** Statistics of what is no table. */
const statistics = `
select 'statistics', n.nspname::text, s.stxname::text, n.nspname::text, c.relname::text
from pg_catalog.pg_statistic_ext s
join pg_catalog.pg_class c on c.oid = s.stxrelid and c.relkind not in ('r', 'p')
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where ${scope} and ${ownedByNobody('pg_statistic_ext', 's.oid')}`

const rules = `
select 'rule', n.nspname::text, r.rulename::text, n.nspname::text, c.relname::text
from pg_catalog.pg_rewrite r
join pg_catalog.pg_class c on c.oid = r.ev_class
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where r.rulename <> '_RETURN' and ${scope} and ${ownedByNobody('pg_rewrite', 'r.oid')}`

/** Types made by functions in C. Types of tables, arrays and multiranges belong to what they are made for. */
const types = `
select 'base type', n.nspname::text, t.typname::text, null, null
from pg_catalog.pg_type t
join pg_catalog.pg_namespace n on n.oid = t.typnamespace
where (t.typtype = 'p' or (t.typtype = 'b' and not exists (select from pg_catalog.pg_type e where e.typarray = t.oid)))
  and ${scope} and ${ownedByNobody('pg_type', 't.oid')}`

/** Of what columns own, the model has room for one sequence each, which is logged as its table is. */
function sequences(serverVersion: string): string {
  const persistence = majorVersion(serverVersion) >= 15 ? 'or o.persistence <> c.relpersistence' : ''
  return `
select case when o.place > 1 then 'sequence' else 'persistence of sequence' end,
  n.nspname::text, o.name::text, n.nspname::text, c.relname::text
from (with ${ownedSequences} select * from owned) o
join pg_catalog.pg_class c on c.oid = o.table_oid
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where ${scope} and ${ownedByNobody('pg_class', 'c.oid')} and (o.place > 1 ${persistence})`
}

const tablespaces = `
select 'tablespace', n.nspname::text, s.spcname::text, n.nspname::text, c.relname::text
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
join pg_catalog.pg_tablespace s on s.oid = c.reltablespace
where c.relkind = 'r' and ${scope} and ${ownedByNobody('pg_class', 'c.oid')}
union all
select 'tablespace of an index', n.nspname::text, c.relname::text, tn.nspname::text, t.relname::text
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
join pg_catalog.pg_index i on i.indexrelid = c.oid
join pg_catalog.pg_class t on t.oid = i.indrelid
join pg_catalog.pg_namespace tn on tn.oid = t.relnamespace
where c.reltablespace <> 0 and ${scope} and ${ownedByNobody('pg_class', 't.oid')}
union all
select 'statistics of an index', n.nspname::text, c.relname::text, tn.nspname::text, t.relname::text
from pg_catalog.pg_attribute a
join pg_catalog.pg_class c on c.oid = a.attrelid and c.relkind = 'i'
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
join pg_catalog.pg_index i on i.indexrelid = c.oid
join pg_catalog.pg_class t on t.oid = i.indrelid
join pg_catalog.pg_namespace tn on tn.oid = t.relnamespace
where a.attnum > 0 and a.attstattarget >= 0 and ${scope} and ${ownedByNobody('pg_class', 't.oid')}
group by c.oid, n.nspname, c.relname, tn.nspname, t.relname
union all
select 'comment on the index of a constraint', n.nspname::text, c.relname::text, tn.nspname::text, t.relname::text
from pg_catalog.pg_description d
join pg_catalog.pg_class c on c.oid = d.objoid and c.relkind = 'i'
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
join pg_catalog.pg_constraint k on k.conindid = c.oid and k.contype in ('p', 'u', 'x')
join pg_catalog.pg_class t on t.oid = k.conrelid
join pg_catalog.pg_namespace tn on tn.oid = t.relnamespace
where d.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass and ${scope} and ${ownedByNobody('pg_class', 't.oid')}`

const publications = `
select 'publication', 'public', p.pubname::text, n.nspname::text, c.relname::text
from pg_catalog.pg_publication p
left join (pg_catalog.pg_publication_rel r
  join pg_catalog.pg_class c on c.oid = r.prrelid
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace) on r.prpubid = p.oid`

const eventTriggers = `
select 'event trigger', 'public', e.evtname::text, null, null
from pg_catalog.pg_event_trigger e
where ${ownedByNobody('pg_event_trigger', 'e.oid')}`
