import Database from 'better-sqlite3'
import pg from 'pg'
import { type Engine, engines } from '../../support/databases.ts'
import { createProject, type Project, type ProjectOptions } from './project.ts'

/** A project on a database of its own, and that database as somebody else sees it: through the driver alone. */
export interface World extends Project {
  readonly url: string
  readonly isSqlite: boolean
  sql(text: string): Promise<void>
  rows(text: string): Promise<Record<string, unknown>[]>
  contents(): Promise<Contents>
  dispose(): Promise<void>
}

/** All that a database holds but our journal, as plain text: equal databases give equal contents. */
export interface Contents {
  /** One line for each table, column, constraint, index, enum label, with its definition and whether it is valid. */
  readonly schema: readonly string[]
  /** By table: each row as one line. */
  readonly rows: Readonly<Record<string, readonly string[]>>
}

/** SQLite and the newest PostgreSQL of this run. */
export function mainEngines(): Engine[] {
  return engines().slice(0, 2)
}

export function postgresEngine(): Engine {
  const engine = engines()[1]
  if (engine === undefined) throw new Error('no PostgreSQL in this run')
  return engine
}

export function sqliteEngine(): Engine {
  const engine = engines()[0]
  if (engine === undefined) throw new Error('no SQLite in this run')
  return engine
}

export async function createWorld(engine: Engine, options: Partial<ProjectOptions> = {}): Promise<World> {
  const { url, dispose } = await engine.fresh()
  const project = await createProject({ url, ...options })
  const isSqlite = url.startsWith('sqlite:')
  const rows = (text: string) => (isSqlite ? sqliteRows(url, text) : onPostgres(url, (ask) => ask(text)))
  return {
    ...project,
    url,
    isSqlite,
    rows,
    sql: async (text) => void (await rows(text)),
    contents: () => (isSqlite ? sqliteContents(url) : onPostgres(url, postgresContents)),
    dispose: async () => {
      await project.remove()
      await dispose()
    },
  }
}

type Ask = (text: string) => Promise<Record<string, unknown>[]>

async function onPostgres<T>(url: string, body: (ask: Ask) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await body(async (text) => {
      const result: pg.QueryResult | pg.QueryResult[] = await client.query(text)
      return (Array.isArray(result) ? result.at(-1)?.rows : result.rows) ?? []
    })
  } finally {
    await client.end()
  }
}

async function sqliteRows(url: string, text: string): Promise<Record<string, unknown>[]> {
  const database = openSqlite(url)
  try {
    if (!/^\s*(select|with|pragma)/i.test(text)) {
      database.exec(text)
      return []
    }
    return database.prepare(text).all() as Record<string, unknown>[]
  } finally {
    database.close()
  }
}

export function openSqlite(url: string): Database.Database {
  const database = new Database(url.replace(/^sqlite:/, ''))
  database.pragma('foreign_keys = ON')
  return database
}

/** Catalog rows only: nothing of Reconcile's own introspection. */
const postgresSchema = `
  with ours as (
    select c.oid, n.nspname, c.relname, c.relkind from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'reconcile') and c.relkind in ('r', 'p', 'v', 'm', 'S')
  )
  select format('%s %s.%s %s', o.relkind, o.nspname, o.relname, obj_description(o.oid)) as line from ours o
  union all
  select format('column %s.%s %s%s%s%s default %s %s', o.nspname, o.relname, a.attname || ' ', format_type(a.atttypid, a.atttypmod),
    case when a.attnotnull then ' not null' end, a.attidentity::text || a.attgenerated::text, pg_get_expr(d.adbin, d.adrelid), col_description(o.oid, a.attnum))
  from ours o join pg_attribute a on a.attrelid = o.oid and a.attnum > 0 and not a.attisdropped
  left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
  union all
  select format('constraint %s.%s %s %s %s', o.nspname, o.relname, k.conname, pg_get_constraintdef(k.oid), k.convalidated)
  from ours o join pg_constraint k on k.conrelid = o.oid
  union all
  select format('index %s.%s %s valid %s', o.nspname, o.relname, pg_get_indexdef(i.indexrelid), i.indisvalid and i.indisready)
  from ours o join pg_index i on i.indrelid = o.oid
  union all
  select format('label %s.%s %s', n.nspname, t.typname, e.enumlabel)
  from pg_enum e join pg_type t on t.oid = e.enumtypid join pg_namespace n on n.oid = t.typnamespace
  order by 1`

async function postgresContents(query: Ask): Promise<Contents> {
  const schema = (await query(postgresSchema)).map(({ line }) => String(line))
  const tables = await query(
    `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r' and n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'reconcile') order by 1`,
  )
  const rows: Record<string, string[]> = {}
  for (const { name } of tables) {
    // Thousands of rows are told apart just as well by the sum of their hashes. Keys of jsonb are in order.
    const lines = await query(
      `select to_jsonb(t)::text as line from ${String(name)} t where (select count(*) from ${String(name)}) <= 1000
       union all
       select count(*) || ' rows of ' || sum(hashtextextended(to_jsonb(t)::text, 0)) from ${String(name)} t having count(*) > 1000
       order by 1`,
    )
    rows[String(name)] = lines.map(({ line }) => String(line))
  }
  return { schema, rows }
}

/** Through pragmas: a table that was rebuilt has another text and is the same table. */
async function sqliteContents(url: string): Promise<Contents> {
  const database = openSqlite(url)
  const ask = (text: string, ...params: string[]) => database.prepare(text).all(...params) as Record<string, unknown>[]
  try {
    const objects = ask(
      `select type, name, tbl_name, sql from sqlite_schema where name not like '\\_reconcile\\_%' escape '\\' and tbl_name not like '\\_reconcile\\_%' escape '\\' and name not like 'sqlite\\_%' escape '\\'`,
    )
    const schema: string[] = []
    const rows: Record<string, string[]> = {}
    for (const { type, name, tbl_name: table, sql } of objects) {
      if (type !== 'table') {
        schema.push(`${String(type)} ${String(name)} on ${String(table)} ${String(sql).replace(/\s+/g, ' ')}`)
        continue
      }
      const own = String(name)
      const quoted = `"${own.replaceAll('"', '""')}"`
      schema.push(
        `table ${own} ${/strict/i.test(String(sql)) ? 'strict' : ''} checks ${String(sql).match(/\bcheck\b/gi)?.length ?? 0}`,
      )
      for (const { cid: _, ...column } of ask('select * from pragma_table_xinfo(?)', own))
        schema.push(`column ${own} ${JSON.stringify(column)}`)
      for (const { id: _, ...key } of ask('select * from pragma_foreign_key_list(?)', own))
        schema.push(`foreign key ${own} ${JSON.stringify(key)}`)
      for (const { name: index, unique, origin } of ask('select * from pragma_index_list(?)', own)) {
        const columns = ask('select * from pragma_index_xinfo(?)', String(index)).filter(
          ({ key }) => key === 1n || key === 1,
        )
        schema.push(
          `index of ${own} ${String(unique)} ${String(origin)} ${columns.map((column) => `${String(column['name'])} ${String(column['desc'])}`).join()}`,
        )
      }
      const columns = ask('select name from pragma_table_xinfo(?)', own).map(
        (column) => `"${String(column['name']).replaceAll('"', '""')}"`,
      )
      const values = columns.toSorted().map((column) => `${quotedText(column)} || '=' || quote(${column})`)
      rows[own] = ask(`select ${values.join(` || ' | ' || `)} as line from ${quoted}`)
        .map(({ line }) => String(line))
        .toSorted()
    }
    return { schema: schema.toSorted(), rows }
  } finally {
    database.close()
  }
}

function quotedText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
