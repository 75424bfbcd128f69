import type { Circumstances } from '../dialect.ts'
import type { Ask } from '../guide.ts'
import type { Command, Session } from '../session.ts'
import { inScope, text } from './catalog/scope.ts'

const most = 20

/** What the server knows about a failure, one line each. Reads catalogues alone. */
export async function diagnose(session: Session, ask: Ask, about: Circumstances): Promise<readonly string[]> {
  const command = questions[ask]?.(about) ?? null
  if (command === null) return []
  const rows = await session.query(command.sql, command.params)
  return rows.slice(0, most).map((row) => text(row, 'line'))
}

/** The relations of a step, as `relation`. */
const relations = `relation as (
  select c.oid, c.relowner, c.relnamespace, pg_catalog.format('%I.%I', n.nspname, c.relname) as name
  from pg_catalog.json_to_recordset($1::json) r(schema text, name text)
  join pg_catalog.pg_namespace n on n.nspname = r.schema
  join pg_catalog.pg_class c on c.relnamespace = n.oid and c.relname = r.name)`

const questions: Readonly<Partial<Record<Ask, (about: Circumstances) => Command | null>>> = {
  name_taken: named((name, about) => ({
    sql: `with ${relations}, found as (
        select case when i.indisvalid = false then ' (invalid: an earlier build has left it)'
          when i.indexrelid is not null then ': ' || pg_catalog.pg_get_indexdef(c.oid) else '' end as more,
          'pg_class'::regclass::oid as class, c.oid, 0 as part
        from pg_catalog.pg_class c left join pg_catalog.pg_index i on i.indexrelid = c.oid where c.relname = $2
        union all select ' of type ' || pg_catalog.format_type(a.atttypid, a.atttypmod), 'pg_class'::regclass, a.attrelid, a.attnum
        from pg_catalog.pg_attribute a where a.attname = $2 and a.attnum > 0 and a.attrelid in (select oid from relation)
        union all select ': ' || pg_catalog.pg_get_constraintdef(oid), 'pg_constraint'::regclass, oid, 0
        from pg_catalog.pg_constraint where conname = $2
        union all select '', 'pg_type'::regclass, oid, 0 from pg_catalog.pg_type where typname = $2 and typrelid = 0
        union all select '', 'pg_proc'::regclass, oid, 0 from pg_catalog.pg_proc where proname = $2
        union all select '', 'pg_trigger'::regclass, oid, 0 from pg_catalog.pg_trigger where tgname = $2
        union all select '', 'pg_policy'::regclass, oid, 0 from pg_catalog.pg_policy where polname = $2
        union all select '', 'pg_namespace'::regclass, oid, 0 from pg_catalog.pg_namespace where nspname = $2)
      select pg_catalog.pg_describe_object(class, oid, part) || more as line from found limit ${most}`,
    params: [json(about), name],
  })),

  dependents: (about) => ({
    sql: `with ${relations}
      select distinct pg_catalog.pg_describe_object(
          case when r.oid is null then d.classid else 'pg_class'::regclass end, coalesce(r.ev_class, d.objid), d.objsubid)
        || ' depends on ' || pg_catalog.pg_describe_object(d.refclassid, d.refobjid, d.refobjsubid) as line
      from pg_catalog.pg_depend d
      left join pg_catalog.pg_rewrite r on d.classid = 'pg_rewrite'::regclass and r.oid = d.objid
      where d.refclassid = 'pg_class'::regclass and d.refobjid in (select oid from relation) and d.deptype = 'n'
      order by 1 limit ${most}`,
    params: [json(about)],
  }),

  indexes: (about) => ({
    sql: `with ${relations}
      select pg_catalog.pg_get_indexdef(i.indexrelid) || case when i.indisvalid then '' else ' (invalid)' end as line
      from pg_catalog.pg_index i
      where i.indrelid in (select oid from relation) and (i.indisunique or not i.indisvalid)
      order by i.indisvalid, 1 limit ${most}`,
    params: [json(about)],
  }),

  code: named((name) => ({
    sql: `select pg_catalog.pg_describe_object('pg_proc'::regclass, p.oid, 0) || ' has ' || $1 || ' in its body' as line
      from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
      where ${inScope('database')} and pg_catalog.strpos(pg_catalog.lower(p.prosrc), pg_catalog.lower($1)) > 0
      order by 1 limit ${most}`,
    params: [name],
  })),

  rights: (about) => ({
    sql: `with ${relations}
      select 'connected as ' || current_user as line
      union all select distinct name || ' belongs to ' || pg_catalog.pg_get_userbyid(relowner)
        || case when pg_catalog.pg_has_role(relowner, 'member') then '' else ', and ' || current_user || ' is no member of that role' end
      from relation
      union all select distinct 'it may ' || case when pg_catalog.has_schema_privilege(n.oid, 'create') then '' else 'not ' end
        || 'create in schema ' || n.nspname
      from pg_catalog.pg_namespace n
      where n.nspname in (select r.schema from pg_catalog.json_to_recordset($1::json) r(schema text, name text))`,
    params: [json(about)],
  }),

  recovery: () => ({
    sql: `select 'the server is a standby' as line where pg_catalog.pg_is_in_recovery()
      union all select name || ' is on, from ' || source || coalesce(' ' || sourcefile, '')
      from pg_catalog.pg_settings where name = 'default_transaction_read_only' and reset_val = 'on'`,
    params: [],
  }),

  timeouts: () => ({
    sql: `select name || ' of the session is ' || reset_val || ' ' || unit || ', from ' || source as line
      from pg_catalog.pg_settings where reset_val <> '0'
        and name in ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout', 'transaction_timeout')`,
    params: [],
  }),

  space: (about) => ({
    sql: `with ${relations}
      select name || ' has ' || pg_catalog.pg_size_pretty(pg_catalog.pg_table_size(oid)) || ', its indexes '
        || pg_catalog.pg_size_pretty(pg_catalog.pg_indexes_size(oid)) as line from relation
      union all select 'the database has ' || pg_catalog.pg_size_pretty(pg_catalog.pg_database_size(pg_catalog.current_database()))
      union all select 'replication slot ' || slot_name || case when active then '' else ', which nobody reads,' end || ' keeps '
        || pg_catalog.pg_size_pretty(pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_current_wal_lsn(), restart_lsn)) || ' of WAL'
      from pg_catalog.pg_replication_slots where restart_lsn is not null`,
    params: [json(about)],
  }),

  limits: (about) => ({
    sql: `with ${relations}
      select name || ' is ' || setting as line from pg_catalog.pg_settings
      where name in ('max_locks_per_transaction', 'max_connections')
      union all select count(*) || ' sessions are connected' from pg_catalog.pg_stat_activity where backend_type = 'client backend'
      union all select name || ' has ' || count(*) - 1 || case count(*) when 2 then ' partition' else ' partitions' end
      from relation, pg_catalog.pg_partition_tree(oid)
      group by name having count(*) > 1`,
    params: [json(about)],
  }),
}

function json({ relations: names }: Circumstances): string {
  return JSON.stringify(names)
}

/** Asks about the first name that the message has in quotes; about nothing when it has none. */
function named(ask: (name: string, about: Circumstances) => Command): (about: Circumstances) => Command | null {
  return (about) => {
    const name = /["«„“]([^"»“”]+)["»“”]/.exec(about.message)?.[1]
    return name === undefined ? null : ask(name.slice(name.lastIndexOf('.') + 1), about)
  }
}
