import type { Archived, ArchivedColumn, ArchiveWords } from '../dialects/archive-words.ts'
import type { Row, Session } from '../dialects/session.ts'
import { multimap } from '../lib/multimap.ts'
import { heirsOf } from '../model/family.ts'
import { displayName, type ObjectName, sameName } from '../model/name.ts'
import type { QuarantineRecord } from '../model/run.ts'
import type { Schema } from '../model/schema.ts'
import type { Quarantine } from '../model/step.ts'
import { parentsOf, type Table } from '../model/table.ts'

/** A table that holds what is about to be destroyed. */
export interface Source extends Pick<Archived, 'table' | 'alone'> {
  /** Null: all. */
  readonly columns: readonly string[] | null
}

/** The database, and which of the tables put aside have columns that were put aside before: nothing else tells. */
export interface Found extends Schema {
  tablesAside(column: string): readonly HolderAside[]
}

interface HolderAside {
  readonly table: ObjectName
  /** It goes when that of another table goes. */
  readonly isInherited: boolean
}

export async function withTablesAside(words: ArchiveWords, session: Session, found: Schema): Promise<Found> {
  const holding = multimap<string, HolderAside>()
  for (const table of found.quarantined) {
    const { sql, params } = words.columns(table)
    for (const { name, inherited } of await session.query(sql, params))
      holding.add(String(name), { table, isInherited: inherited === true })
  }
  return { ...found, tablesAside: (column) => [...holding.of(column)] }
}

/** What an archive reads. Empty: it holds no rows, or is gone. A column is read table by table: keys tell rows apart within one only. */
export function sourcesOf({ kind, keptAs }: Quarantine, found: Found): readonly Source[] {
  if (kind === 'table' || kind === 'values') {
    const isThere = found.quarantined.some((name) => sameName(name, keptAs.name))
    return isThere ? [{ table: keptAs.name, alone: false, columns: null }] : []
  }
  if (kind !== 'column') return []
  const aside = found
    .tablesAside(keptAs.column ?? '')
    .map(({ table }): Source => ({ table, alone: true, columns: null }))
  const inUse = holdersOf(found, keptAs).flatMap((holder) => {
    const key = holder.primaryKey?.columns
    // Without a key only the whole row tells whose value it was.
    const columns = key === undefined ? null : [...key, keptAs.column ?? '']
    const own = holder.partitionBy === null ? [holder] : []
    const heirs = heirsOf(found, holder.name).filter(({ partitionBy }) => partitionBy === null)
    return [...own, ...heirs].map(({ name }): Source => ({ table: name, alone: true, columns }))
  })
  return [...inUse, ...aside]
}

/**
 * The tables that have a column put aside: its name is unique, so it is found even if the table has been renamed since, and in
 * partitions that have left it. Heirs have it because of the table that they have it from.
 */
export function holdersOf({ tables }: Schema, { column }: Quarantine['keptAs']): readonly Table[] {
  const holding = tables.filter(({ columns }) => columns.some((one) => one.name === column))
  return holding.filter(
    (table) => !parentsOf(table).some((parent) => holding.some((one) => sameName(one.name, parent))),
  )
}

/** The columns that are read, by the names they had; asked in the transaction that reads them. */
export async function archivedColumns(
  words: ArchiveWords,
  session: Session,
  source: Source,
  quarantine: Quarantine,
): Promise<readonly ArchivedColumn[]> {
  const { sql, params } = words.columns(source.table)
  const all = (await session.query(sql, params)).map((row) => columnOf(row, quarantine))
  const read = all.filter(({ name }) => source.columns === null || source.columns.includes(name))
  // Its old name may be another column's by now.
  const taken = new Set(read.map(({ name }) => name))
  return read.map((column) =>
    column.as !== column.name && taken.has(column.as) ? { ...column, as: column.name } : column,
  )
}

function columnOf(
  { name, type, own_collated: isOwnCollated, key: inKey }: Row,
  { column, keptAs }: Quarantine,
): ArchivedColumn {
  const own = String(name)
  return {
    name: own,
    as: own === keptAs.column && column !== null ? column : own,
    type: typeof type === 'string' ? type : null,
    isOwnCollated: isOwnCollated === true,
    isKey: inKey === true || Number(inKey) > 0,
  }
}

/** What it was called, as one word. */
export function archivedName({ name, column, kind }: Quarantine, { table }: Source): string {
  return [
    column === null ? name.name : table.name,
    ...(column === null ? [] : [column]),
    ...(kind === 'values' ? ['values'] : []),
  ].join('_')
}

/** What it was, and which run has put it aside. */
export function saidOf({ quarantine: { kind, name, column }, runId, since }: QuarantineRecord): string {
  const what = column === null ? displayName(name) : `${displayName(name)}.${column}`
  return `${kind} ${what}, put aside ${since} by run ${runId}`.replaceAll(/[\r\n]/g, ' ')
}
