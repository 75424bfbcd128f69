import { nameKey } from '../../model/name.ts'
import type { Statistics } from '../dialect.ts'
import type { Session } from '../session.ts'
import { isInternal } from './catalog/names.ts'
import { inMain } from './catalog/tables.ts'
import { literal, quote } from './words/quote.ts'

/** Up to this size every page may be read; beyond it only what ANALYZE has left is used. */
const smallBytes = 64 * 1024 * 1024

/** SQLITE_MAX_COMPOUND_SELECT is 500. */
const tablesPerQuery = 400

/** Exact counts and sizes for a small file; for a large one ANALYZE's counts, and sizes in proportion to them. */
export async function statistics(session: Session): Promise<Statistics> {
  const [file] = await session.query(
    'select c.page_count * s.page_size as bytes from pragma_page_count c, pragma_page_size s',
  )
  const bytes = Number(file?.['bytes'] ?? 0)
  const listed = await session.query(
    "select name from pragma_table_list where schema = 'main' and type = 'table' order by name",
  )
  const names = listed.map((row) => String(row['name'])).filter((name) => !isInternal(name))
  const analyzed = await analyzedRows(session)
  const small = bytes <= smallBytes
  const rows = small ? await countedRows(session, names) : analyzed
  const sizes = small ? await measuredBytes(session) : proportional(names, analyzed, bytes)
  return {
    tables: new Map(
      names.map((name) => [nameKey(inMain(name)), { rows: rows.get(name) ?? null, bytes: sizes.get(name) ?? 0 }]),
    ),
  }
}

/** `stat` starts with the row count: "1000000 1000". A partial index has fewer, hence the maximum. */
async function analyzedRows(session: Session): Promise<ReadonlyMap<string, number>> {
  const present = await session.query("select 1 from sqlite_schema where name = 'sqlite_stat1'")
  if (present.length === 0) return new Map()
  const rows = await session.query(
    'select tbl as name, max(cast(stat as integer)) as "rows" from sqlite_stat1 group by tbl',
  )
  return new Map(rows.map((row) => [String(row['name']), Number(row['rows'])]))
}

async function countedRows(session: Session, names: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const counted = new Map<string, number>()
  for (let start = 0; start < names.length; start += tablesPerQuery) {
    const counts = names
      .slice(start, start + tablesPerQuery)
      .map((name) => `select ${literal(name)} as name, count(*) as "rows" from ${quote(name)}`)
    for (const row of await session.query(counts.join(' union all ')))
      counted.set(String(row['name']), Number(row['rows']))
  }
  return counted
}

/** With its indexes, as a rebuild writes them too. */
async function measuredBytes(session: Session): Promise<ReadonlyMap<string, number>> {
  const rows = await session.query(`
    with pages as materialized (select name, sum(pgsize) as bytes from dbstat group by name)
    select s.tbl_name as name, sum(p.bytes) as bytes
    from sqlite_schema s join pages p on p.name = s.name
    group by s.tbl_name`)
  return new Map(rows.map((row) => [String(row['name']), Number(row['bytes'])]))
}

function proportional(
  names: readonly string[],
  rows: ReadonlyMap<string, number>,
  bytes: number,
): ReadonlyMap<string, number> {
  const weight = (name: string): number => (rows.get(name) ?? 0) + 1
  const total = names.reduce((sum, name) => sum + weight(name), 0)
  return new Map(names.map((name) => [name, Math.round((bytes * weight(name)) / total)]))
}
