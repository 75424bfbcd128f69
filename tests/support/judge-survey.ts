import type { Dialect } from '../../src/dialects/dialect.ts'
import type { Session } from '../../src/dialects/session.ts'
import { compareText, sameValue } from '../../src/lib/compare.ts'
import type { Column } from '../../src/model/column.ts'
import { checksOfParents, columnsOfParents, inheritedColumns } from '../../src/model/family.ts'
import { isQuarantined, nameKey, type ObjectName } from '../../src/model/name.ts'
import type { Schema } from '../../src/model/schema.ts'
import { parentsOf, type Table } from '../../src/model/table.ts'

/** Everything a database holds: its schema, and every row of every table, exactly. */
export interface Survey {
  readonly schema: Schema
  /** By `nameKey`. */
  readonly rows: ReadonlyMap<string, readonly SurveyRow[]>
  /** By `nameKey`: the last number that an identity column has given out. */
  readonly counters: ReadonlyMap<string, string | null>
}

/**
 * Column to value: on PostgreSQL its text, on SQLite its literal, which says the storage class too. Also, as `rowid`, where
 * the row is: its number on SQLite where that is nobody's column, the partition on PostgreSQL.
 */
export type SurveyRow = ReadonlyMap<string, string | null>

export const rowid = '\u0000rowid'

export async function survey(dialect: Dialect, session: Session): Promise<Survey> {
  const schema = withoutLeftovers(await dialect.introspect(session))
  const rows = new Map<string, readonly SurveyRow[]>()
  const counters = new Map<string, string | null>()
  for (const table of schema.tables) {
    rows.set(nameKey(table.name), await rowsOf(dialect, session, table, schema))
    const numbered = table.columns.find(({ identity }) => identity !== null)
    if (numbered !== undefined) counters.set(nameKey(table.name), await counterOf(dialect, session, table, numbered))
  }
  return { schema, rows, counters }
}

/** Whether a table has a column of its parents by itself as well makes no difference while it inherits. */
function ownColumns(schema: Schema, table: Table): readonly Column[] {
  const passed = columnsOfParents(schema, table)
  return table.columns.filter((column) => !passed.some((other) => sameValue(other, column)))
}

async function counterOf(
  { name, words }: Dialect,
  session: Session,
  table: Table,
  column: Column,
): Promise<string | null> {
  const [row] =
    name === 'sqlite'
      ? await session.query('select seq as last from sqlite_sequence where name = ?', [table.name.name])
      : await session.query('select pg_sequence_last_value(pg_get_serial_sequence($1, $2)::regclass)::text as last', [
          words.qualify(table.name),
          column.name,
        ])
  const last = row?.['last'] ?? null
  // SQLite makes a counter when it is first used, and a rebuild makes one that stands at nothing.
  return last === null || String(last) === '0' ? null : String(last)
}

/** What was put aside is no part of the schema; neither is the order of columns, which engines cannot change. */
function withoutLeftovers(schema: Schema): Schema {
  return {
    ...schema,
    tables: schema.tables.map((table) => ({
      ...table,
      // The names of a partition's parts are PostgreSQL's.
      partitionOf: table.partitionOf && { ...table.partitionOf, parts: { indexes: {}, foreignKeys: {} } },
      columns: ownColumns(schema, table)
        .filter(({ name }) => !isQuarantined(name))
        .toSorted((a, b) => compareText(a.name, b.name)),
      checks: table.checks.filter((check) => !checksOfParents(schema, table).some((other) => sameValue(other, check))),
    })),
    enums: schema.enums.filter(({ name }) => !isQuarantined(name.name)),
    quarantined: [],
  }
}

/** A table that shows rows of other tables: partitions, or tables that inherit from it. */
export function isSpread({ tables }: Schema, { name }: Table): boolean {
  return tables.some((other) => parentsOf(other).some((parent) => nameKey(parent) === nameKey(name)))
}

const place = `(select n.nspname || '.' || c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = tableoid) as "rowid"`

async function rowsOf(dialect: Dialect, session: Session, table: Table, schema: Schema): Promise<SurveyRow[]> {
  const { quote, qualify } = dialect.words
  const columns = [...table.columns, ...inheritedColumns(schema, table)].map(({ name }) => name)
  const values = columns.map((name, at) => {
    return dialect.name === 'sqlite' ? `quote(${quote(name)}) as "${at}"` : `${quote(name)}::text as "${at}"`
  })
  const extra = hasRowid(dialect, table) ? ['_rowid_ as "rowid"'] : isSpread(schema, table) ? [place] : []
  const rows = await session.query(`select ${[...values, ...extra].join(', ')} from ${qualify(table.name)}`)
  return rows.map((row) => {
    const value = (name: string): string | null => (row[name] === null ? null : String(row[name]))
    const own = columns.map((name, at) => [name, value(String(at))] as const)
    return new Map(extra.length === 0 ? own : [...own, [rowid, value('rowid')]])
  })
}

function hasRowid(dialect: Dialect, table: Table): boolean {
  return dialect.name === 'sqlite' && !table.withoutRowid
}

/** Rows as sorted lines, of these columns only: equal tables give equal lines. */
export function linesOf(rows: readonly SurveyRow[], columns: readonly string[]): string[] {
  return rows.map((row) => columns.map((name) => `${name}=${row.get(name) ?? 'null'}`).join(' | ')).sort(compareText)
}

/** Every row of every table, as lines, to be compared whole; without the rowids of tables that have forgotten them. */
export function allLines({ rows }: Survey, forgotten: ReadonlySet<string>): Record<string, string[]> {
  return Object.fromEntries(
    [...rows].map(([key, members]) => {
      const columns = [...new Set(members.flatMap((row) => [...row.keys()]))]
        .filter((column) => column !== rowid || !forgotten.has(key))
        .sort(compareText)
      return [key.replace('\u0000', '.'), linesOf(members, columns)]
    }),
  )
}

export function tableIn({ schema }: Survey, name: ObjectName): Table | undefined {
  return schema.tables.find((table) => nameKey(table.name) === nameKey(name))
}
