import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Archived, ArchivedColumn } from '../dialects/archive-words.ts'
import type { Row, Session } from '../dialects/session.ts'
import { ReconcileError } from '../lib/errors.ts'
import { heirsOf } from '../model/family.ts'
import { displayName, sameName } from '../model/name.ts'
import type { QuarantineRecord } from '../model/run.ts'
import type { Schema } from '../model/schema.ts'
import type { Quarantine } from '../model/step.ts'
import { parentsOf, type Table } from '../model/table.ts'
import type { Workplace } from './workplace.ts'

const rowsPerPage = 2000

/**
 * Writes what is about to be destroyed into files of SQL, one for each thing that holds rows, read in one snapshot each:
 * whole tables, and columns with the key of their rows. Returns their paths. Throws `invalid_config` when the folder
 * cannot be written to. `now` is in their names: whoever tries again after a failure writes new ones.
 */
export async function archive(
  { dialect, target }: Workplace,
  session: Session,
  records: readonly QuarantineRecord[],
  found: Schema,
  directory: string,
  now: Date,
): Promise<readonly string[]> {
  const paths: string[] = []
  const sources = records.flatMap((record) => sourcesOf(record.quarantine, found).map((source) => ({ record, source })))
  for (const [position, { record, source }] of sources.entries()) {
    const path = join(directory, fileOf(target.name, record, source, now, position + 1))
    await session.transaction('read', { lockMs: 900, statementMs: 0 }, async () => {
      const { sql, params } = dialect.words.archive.columns(source.table)
      const all = (await session.query(sql, params)).map((row) => columnOf(row, record.quarantine))
      const columns = all.filter(({ name }) => source.columns === null || source.columns.includes(name))
      await writeWhole(directory, path, async (write) => {
        const archived: Archived = { ...source, columns, as: tableOf(record.quarantine, source) }
        write(`-- ${said(record)}\n${dialect.words.archive.create(archived)}\n`)
        await eachPage(dialect.words.archive, session, archived, (lines) => write(`${lines.join('\n')}\n`))
      })
    })
    paths.push(path)
  }
  if (paths.length > 0) onDisk(directory)
  return paths
}

interface Source extends Pick<Archived, 'table' | 'alone'> {
  /** Null: all. */
  readonly columns: readonly string[] | null
}

/** Empty: it holds no rows, or is gone. A column is read table by table: keys tell rows apart within one only. */
function sourcesOf({ kind, keptAs }: Quarantine, found: Schema): readonly Source[] {
  if (kind === 'table' || kind === 'values') {
    const isThere = found.quarantined.some((name) => sameName(name, keptAs.name))
    return isThere ? [{ table: keptAs.name, alone: false, columns: null }] : []
  }
  const holder = kind === 'column' ? holderOf(found, keptAs) : null
  if (holder === null) return []
  const key = holder.primaryKey?.columns
  // Without a key only the whole row tells whose value it was.
  const columns = key === undefined ? null : [...key, keptAs.column ?? '']
  const own = holder.partitionBy === null ? [holder] : []
  const heirs = heirsOf(found, holder.name).filter(({ partitionBy }) => partitionBy === null)
  return [...own, ...heirs].map(({ name }) => ({ table: name, alone: true, columns }))
}

/** The table that has a column put aside: its name is unique, so it is found even if the table has been renamed since. */
export function holderOf({ tables }: Schema, { name, column }: Quarantine['keptAs']): Table | null {
  const holding = tables.filter(({ columns }) => columns.some((one) => one.name === column))
  // Heirs have it because of the table that they have it from.
  const first = holding.find(
    (table) => !parentsOf(table).some((parent) => holding.some((one) => sameName(one.name, parent))),
  )
  return holding.find((table) => sameName(table.name, name)) ?? first ?? null
}

async function eachPage(
  words: Workplace['dialect']['words']['archive'],
  session: Session,
  archived: Archived,
  take: (lines: readonly string[]) => void,
): Promise<void> {
  const opening = words.open(archived)
  if (opening !== null) await session.execute(opening)
  for (let read = 0; ; ) {
    const { sql, params } = words.page(archived, rowsPerPage, read)
    const lines = (await session.query(sql, params)).map(({ line }) => String(line))
    if (lines.length === 0) return
    take(lines)
    read += lines.length
  }
}

/** Names are on the disk once their folder is. */
function onDisk(directory: string): void {
  let folder: number
  try {
    folder = openSync(directory, 'r')
  } catch {
    // Windows opens no folder, and needs none to be.
    return
  }
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}

/** A file is there once it is whole and on the disk. Only its owner may read what was in the database. */
async function writeWhole(
  directory: string,
  path: string,
  body: (write: (text: string) => void) => Promise<void>,
): Promise<void> {
  const partial = `${path}.partial`
  const file = opened(directory, partial)
  try {
    await body((text) => writeFileSync(file, text))
    fsyncSync(file)
  } catch (error) {
    rmSync(partial, { force: true })
    throw error
  } finally {
    closeSync(file)
  }
  renameSync(partial, path)
}

function opened(directory: string, path: string): number {
  try {
    mkdirSync(directory, { recursive: true })
    return openSync(path, 'wx', 0o600)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new ReconcileError('invalid_config', `the archive cannot be written to ${directory}: ${reason}`, {
      hint: 'Make the folder writable, or name another one with --archive. Nothing was destroyed.',
      cause,
    })
  }
}

function columnOf({ name, type }: Row, { column, keptAs }: Quarantine): ArchivedColumn {
  const own = String(name)
  return {
    name: own,
    as: own === keptAs.column && column !== null ? column : own,
    type: typeof type === 'string' ? type : null,
  }
}

/** Also what the table of the archive is called. */
function tableOf({ name, column, kind }: Quarantine, { table }: Source): string {
  return [
    'archived',
    column === null ? name.name : table.name,
    ...(column === null ? [] : [column]),
    ...(kind === 'values' ? ['values'] : []),
  ].join('_')
}

/** Numbered: letters that differ in a database may be the same in a file's name. */
function fileOf(
  target: string,
  { quarantine, runId }: QuarantineRecord,
  { table }: Source,
  now: Date,
  number: number,
): string {
  const { keptAs } = quarantine
  const place = [table.schema, table.name, ...(keptAs.column === null ? [] : [keptAs.column])].join('.')
  const time = now.toISOString().replaceAll(/[-:]|\.\d+/g, '')
  return `${target}-${time}-${number}-${runId}-${place.replaceAll(/[^\w.-]/g, '_')}.sql`
}

function said({ quarantine: { kind, name, column }, runId, since }: QuarantineRecord): string {
  const what = column === null ? displayName(name) : `${displayName(name)}.${column}`
  return `${kind} ${what}, put aside ${since} by run ${runId}`.replaceAll(/[\r\n]/g, ' ')
}
