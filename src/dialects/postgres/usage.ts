import { mentions } from '../../model/mentions.ts'
import { displayName, type ObjectName, quarantineSchema, sameName } from '../../model/name.ts'
import { signatureTypes, signedName } from '../../model/objects/routine.ts'
import type { Leaving, Usage, UseCounters } from '../../model/usage.ts'
import type { Session } from '../session.ts'
import { argumentsFrom, routineArguments } from './catalog/objects/routine.ts'
import { ownedByNobody, text, textList } from './catalog/scope.ts'
import { majorVersion } from './facts.ts'
import { statementCounters } from './statement-counters.ts'

const limits = { lockMs: 500, statementMs: 30_000 }

/**
 * Counts the use of what leaves. Tables are counted by the server; columns only by pg_stat_statements, and a statement that
 * speaks of them through `*` or a view is not seen. So is a table whose name is already that of a view.
 */
export async function usage(session: Session, leaving: Leaving): Promise<Usage> {
  await flushOwn(session)
  const [state] = await session.query(
    `select pg_catalog.concat_ws('/', d.stats_reset::text, b.stats_reset::text) as epoch,
       pg_catalog.current_setting('track_counts') as counts
     from pg_catalog.pg_stat_database d cross join pg_catalog.pg_stat_bgwriter b
     where d.datname = pg_catalog.current_database()`,
  )
  const behind = await behindViews(session, leaving.tables)
  const statements = await statementCounters(session, [
    ...leaving.columns,
    ...behind.map((table) => ({ table, column: null })),
  ])
  return {
    counters: {
      // A server that has crashed counts from zero; then only the background writer's reset tells of it.
      epoch: `${state === undefined ? '' : text(state, 'epoch')} ${statements.epoch}`,
      tablesUnknown: state?.['counts'] === 'on' ? null : 'track_counts is off on this server',
      tables: await tableCounters(session, leaving.tables),
      columnsUnknown: statements.unknown,
      columns: statements.columns,
    },
    routines: await speakingRoutines(session, leaving),
  }
}

/**
 * What this session has done itself is counted with a delay (manual, 27.2). Before 15 it is sent half a second after the
 * last time, and read from a file that is as old.
 */
async function flushOwn(session: Session): Promise<void> {
  if (majorVersion(session.serverVersion) >= 15) {
    await session.query('select pg_catalog.pg_stat_force_next_flush()')
    return
  }
  for (let round = 0; round < 2; round += 1) await session.query('select pg_catalog.pg_sleep(0.6)')
}

/** A partitioned table is used where its rows are. */
async function tableCounters(session: Session, tables: readonly ObjectName[]): Promise<UseCounters['tables']> {
  if (tables.length === 0) return []
  const rows = await session.query(
    `with wanted as (
       select r.schema, r.name, c.oid from pg_catalog.json_to_recordset($1::json) r(schema text, name text)
       join pg_catalog.pg_namespace n on n.nspname = r.schema
       join pg_catalog.pg_class c on c.relnamespace = n.oid and c.relname = r.name
     ), parts as (
       select schema, name, oid from wanted
       union select w.schema, w.name, p.relid::pg_catalog.oid
       from wanted w cross join lateral pg_catalog.pg_partition_tree(w.oid) p
     )
     select p.schema, p.name, sum(coalesce(s.seq_scan, 0) + coalesce(s.idx_scan, 0))::bigint as scans,
       sum(s.n_tup_ins + s.n_tup_upd + s.n_tup_del)::bigint as writes
     from parts p join pg_catalog.pg_stat_all_tables s on s.relid = p.oid
     group by p.schema, p.name order by p.schema, p.name`,
    [JSON.stringify(tables)],
  )
  return rows.map((row) => ({
    table: { schema: text(row, 'schema'), name: text(row, 'name') },
    scans: Number(row['scans']),
    writes: Number(row['writes']),
  }))
}

/** Those whose name is that of a view until the gate is passed. */
async function behindViews(session: Session, tables: readonly ObjectName[]): Promise<ObjectName[]> {
  if (tables.length === 0) return []
  const rows = await session.query(
    `select n.nspname as schema, c.relname as name
     from pg_catalog.json_to_recordset($1::json) r(schema text, name text)
     join pg_catalog.pg_namespace n on n.nspname = r.schema
     join pg_catalog.pg_class c on c.relnamespace = n.oid and c.relname = r.name and c.relkind = 'v'
     order by 1, 2`,
    [JSON.stringify(tables)],
  )
  return rows.map((row) => ({ schema: text(row, 'schema'), name: text(row, 'name') }))
}

/** Bodies that are text; those that the server has parsed follow a rename by themselves. */
async function speakingRoutines(session: Session, leaving: Leaving): Promise<Usage['routines']> {
  const rows = await session.transaction('read', limits, async () => {
    // As it is when routines are introspected: their names hold types, qualified.
    await session.query(`select pg_catalog.set_config('search_path', '', true)`)
    return await session.query(
      `select n.nspname as schema, p.proname as name, p.prosrc as source, ${routineArguments} as arguments,
         t.tables as trigger_of
       from pg_catalog.pg_proc p
       join pg_catalog.pg_namespace n on n.oid = p.pronamespace
       join pg_catalog.pg_language l on l.oid = p.prolang
       left join (
         select t.tgfoid, pg_catalog.array_agg(tn.nspname || '.' || c.relname) as tables
         from pg_catalog.pg_trigger t
         join pg_catalog.pg_class c on c.oid = t.tgrelid
         join pg_catalog.pg_namespace tn on tn.oid = c.relnamespace
         where not t.tgisinternal and t.tgparentid = 0 group by t.tgfoid
       ) t on t.tgfoid = p.oid
       where l.lanname in ('sql', 'plpgsql') and p.prosqlbody is null and p.proname not like '\\_rq\\_%'
         and n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'reconcile', '${quarantineSchema}')
         and ${ownedByNobody('pg_proc', 'p.oid')}
       order by 1, 2`,
    )
  })
  const things = [
    ...leaving.tables.map((table) => ({ of: displayName(table), words: [table.name], table: null })),
    ...leaving.columns.map(({ table, column }) => ({
      of: `${displayName(table)}.${column}`,
      words: [column, table.name],
      table,
    })),
  ]
  return rows.flatMap((row) => {
    const signature = signatureTypes(argumentsFrom(row, 'arguments'))
    const routine = { schema: text(row, 'schema'), name: signedName(text(row, 'name'), signature) }
    const changed = leaving.routines.find(({ name }) => sameName(name, routine))
    const texts = [text(row, 'source'), ...(changed === undefined ? [] : [changed.text ?? ''])]
    const triggers = textList(row, 'trigger_of')
    return things
      .filter(({ words, table }) => {
        // NEW and OLD are rows of a table that the text of a trigger function does not name.
        const own = table !== null && triggers.includes(`${table.schema}.${table.name}`)
        const wanted = own ? words.slice(0, 1) : words
        return texts.every((source) => wanted.every((word) => mentions(source, word)))
      })
      .map(({ of }) => ({ routine, of }))
  })
}
