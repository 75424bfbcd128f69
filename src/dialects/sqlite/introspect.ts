import { compareText } from '../../lib/compare.ts'
import { ReconcileError } from '../../lib/errors.ts'
import { isQuarantined } from '../../model/name.ts'
import { type ObjectRef, refKey } from '../../model/object-ref.ts'
import type { Trigger } from '../../model/objects/trigger.ts'
import type { View } from '../../model/objects/view.ts'
import type { Schema, Unmodeled } from '../../model/schema.ts'
import type { TableIndex } from '../../model/table-index.ts'
import type { Session } from '../session.ts'
import { indexFrom } from './catalog/indexes.ts'
import { isInternal, nameResolver } from './catalog/names.ts'
import { inMain, tableFrom } from './catalog/tables.ts'
import { triggerFrom } from './catalog/triggers.ts'
import { extrasOf, type Leftover, unmodeledFrom } from './catalog/unmodeled.ts'
import { viewFrom } from './catalog/views.ts'
import { parseCreateIndex } from './ddl/create-index.ts'
import { type ParsedTable, parseCreateTable } from './ddl/create-table.ts'
import { parseCreateTrigger } from './ddl/create-trigger.ts'
import { parseCreateView } from './ddl/create-view.ts'
import { fold, TokenError } from './ddl/tokens.ts'

/** A row of `sqlite_schema`; `form` is what `pragma_table_list` calls it. */
export interface CatalogRow {
  readonly type: 'table' | 'index' | 'view' | 'trigger'
  readonly name: string
  readonly table: string
  readonly sql: string | null
  readonly form: 'table' | 'view' | 'virtual' | 'shadow' | null
}

/** Materialized, since the pragma would otherwise run once for each object. */
const catalogQuery = `
  with listed as materialized (select name, type from pragma_table_list where schema = 'main')
  select s.type, s.name, s.tbl_name as "table", s.sql, l.type as form
  from sqlite_schema s
  left join listed l on l.name = s.name and s.type in ('table', 'view')
  order by s.rowid`

/** The whole database in one query: SQLite keeps the text of every object, and the text says it all. */
export async function introspect(session: Session): Promise<Schema> {
  return schemaFrom(await readCatalog(session))
}

export async function readCatalog(session: Session): Promise<CatalogRow[]> {
  const rows = await session.query(catalogQuery)
  return rows.map((row) => ({
    type: row['type'] as CatalogRow['type'],
    name: String(row['name']),
    table: String(row['table']),
    sql: typeof row['sql'] === 'string' ? row['sql'] : null,
    form: row['form'] as CatalogRow['form'],
  }))
}

/** The schema that rows of the catalogue stand for. */
export function schemaFrom(rows: readonly CatalogRow[]): Schema {
  const own = rows.filter(({ name, table }) => !isInternal(name) && !isInternal(table))
  const tableRows = own.filter(({ type, form }) => type === 'table' && form !== 'virtual' && form !== 'shadow')
  const parsed = new Map(tableRows.map((row) => [fold(row.name), parse(row, parseCreateTable)]))
  const indexes = indexesByTable(own, parsed)
  const declared = [...parsed.values()].filter(({ name }) => !isQuarantined(name))
  const tables = declared.map((table) =>
    tableFrom(table, indexes.get(fold(table.name)) ?? [], (name) => parsed.get(fold(name))),
  )
  const names = new Map(declared.map(({ name }) => [fold(name), name]))
  const views = own.filter(({ type }) => type === 'view').map((row) => viewFrom(row.name, parse(row, parseCreateView)))
  const viewNamed = new Map(views.map((view) => [fold(view.name.name), view]))
  const tableNamed = new Map(declared.map((table) => [fold(table.name), table]))
  const triggers = own
    .filter(({ type }) => type === 'trigger')
    .map((row) => triggerOf(row, tableNamed.get(fold(row.table)), viewNamed.get(fold(row.table))))
  const unmodeled = [
    ...own.flatMap((row) => leftoverFrom(row) ?? []).flatMap((leftover) => unmodeledFrom(leftover, names)),
    ...declared.flatMap(({ name, extras }) => extrasOf(name, extras)),
  ]
  return {
    tables: tables.sort((a, b) => compareText(a.name.name, b.name.name)),
    enums: [],
    objects: [...views, ...triggers].sort((a, b) => compareText(refKey(a), refKey(b))),
    unmodeled: unmodeled.sort(byKindAndName),
    quarantined: tableRows
      .map(({ name }) => name)
      .filter(isQuarantined)
      .sort(compareText)
      .map(inMain),
  }
}

function indexesByTable(
  rows: readonly CatalogRow[],
  tables: ReadonlyMap<string, ParsedTable>,
): ReadonlyMap<string, readonly TableIndex[]> {
  const found = new Map<string, TableIndex[]>()
  for (const row of rows) {
    const table = tables.get(fold(row.table))
    // Without text it is the index behind a constraint.
    if (row.type !== 'index' || row.sql === null || table === undefined) continue
    const index = indexFrom(parse(row, parseCreateIndex), table)
    const others = found.get(fold(row.table))
    if (others === undefined) found.set(fold(row.table), [index])
    else others.push(index)
  }
  return found
}

/** It names what it is on as it likes; names are found without regard to case. */
function triggerOf(row: CatalogRow, table: ParsedTable | undefined, view: View | undefined): Trigger {
  const parsed = parse(row, parseCreateTrigger)
  const on: ObjectRef =
    view === undefined ? { kind: 'table', name: inMain(table?.name ?? row.table) } : { kind: 'view', name: view.name }
  return triggerFrom(parsed, on, nameResolver(table?.columns.map(({ name }) => name) ?? []))
}

function leftoverFrom({ name, sql, form }: CatalogRow): Leftover | null {
  return form === 'virtual' || form === 'shadow' ? { kind: `${form} table`, name, sql } : null
}

function parse<T>(row: CatalogRow, parser: (sql: string) => T): T {
  try {
    return parser(row.sql ?? '')
  } catch (error) {
    if (!(error instanceof TokenError)) throw error
    throw new ReconcileError('bug', `cannot read the definition of ${row.type} ${row.name}: ${error.message}`, {
      hint: `This is a bug in Reconcile: please report it with the output of: select sql from sqlite_schema where name = '${row.name}'`,
      cause: error,
    })
  }
}

function byKindAndName(a: Unmodeled, b: Unmodeled): number {
  return compareText(a.kind, b.kind) || compareText(a.name.name, b.name.name)
}
