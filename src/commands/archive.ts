import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { Archived, ArchivedColumn } from '../dialects/archive-words.ts'
import type { Row, Session } from '../dialects/session.ts'
import { ReconcileError } from '../lib/errors.ts'
import { displayName, sameName } from '../model/name.ts'
import type { QuarantineRecord } from '../model/run.ts'
import type { Schema } from '../model/schema.ts'
import type { Quarantine } from '../model/step.ts'
import type { Table } from '../model/table.ts'
import type { Workplace } from './workplace.ts'

const rowsPerPage = 2000

/**
 * Writes what is about to be destroyed into files of SQL, one for each thing that holds rows, read in one snapshot each:
 * whole tables, and columns with the key of their rows. Returns their paths. Throws `refused` for a file that is there
 * already, and `invalid_config` when the folder cannot be written to.
 */
export async function archive(
  { dialect, target }: Workplace,
  session: Session,
  records: readonly QuarantineRecord[],
  found: Schema,
  directory: string,
): Promise<readonly string[]> {
  const paths: string[] = []
  for (const record of records) {
    const source = sourceOf(record.quarantine, found)
    if (source === null) continue
    const path = join(directory, fileOf(target.name, record))
    await session.transaction('read', { lockMs: 900, statementMs: 0 }, async () => {
      const { sql, params } = dialect.words.archive.columns(source.table)
      const all = (await session.query(sql, params)).map((row) => columnOf(row, record.quarantine))
      const columns = all.filter(({ name }) => source.columns === null || source.columns.includes(name))
      await writeWhole(directory, path, async (write) => {
        const archived: Archived = { table: source.table, columns, as: tableOf(record.quarantine) }
        write(`-- ${said(record)}\n${dialect.words.archive.create(archived)}\n`)
        await eachPage(dialect.words.archive, session, archived, (lines) => write(`${lines.join('\n')}\n`))
      })
    })
    paths.push(path)
  }
  return paths
}

interface Source {
  readonly table: Table['name']
  /** Null: all. */
  readonly columns: readonly string[] | null
}

/** Null: it holds no rows, or is gone. */
function sourceOf({ kind, keptAs }: Quarantine, found: Schema): Source | null {
  if (kind === 'table' || kind === 'values') {
    return found.quarantined.some((name) => sameName(name, keptAs.name)) ? { table: keptAs.name, columns: null } : null
  }
  if (kind !== 'column') return null
  const column = keptAs.column ?? ''
  const table = holderOf(found, keptAs)
  const key = table?.primaryKey?.columns
  // Without a key only the whole row tells whose value it was.
  return table === null ? null : { table: table.name, columns: key === undefined ? null : [...key, column] }
}

/** The table that has a column put aside: its name is unique, so it is found even if the table has been renamed since. */
export function holderOf({ tables }: Schema, { name, column }: Quarantine['keptAs']): Table | null {
  const holding = tables.filter(({ columns }) => columns.some((one) => one.name === column))
  return holding.find((table) => sameName(table.name, name)) ?? holding[0] ?? null
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

/** A file is there once it is whole and on the disk. */
async function writeWhole(
  directory: string,
  path: string,
  body: (write: (text: string) => void) => Promise<void>,
): Promise<void> {
  if (existsSync(path)) {
    throw new ReconcileError('refused', `${path} is there already; nothing was destroyed`, {
      hint: 'Name another folder with --archive.',
    })
  }
  const partial = `${path}.partial`
  const file = opened(directory, partial)
  try {
    await body((text) => void writeSync(file, text))
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
    return openSync(path, 'w')
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
function tableOf({ name, column, kind }: Quarantine): string {
  return ['archived', name.name, ...(column === null ? [] : [column]), ...(kind === 'values' ? ['values'] : [])].join(
    '_',
  )
}

/** The place where it was kept is nobody else's. */
function fileOf(target: string, { quarantine, runId }: QuarantineRecord): string {
  const { keptAs } = quarantine
  const place = [keptAs.name.schema, keptAs.name.name, ...(keptAs.column === null ? [] : [keptAs.column])].join('.')
  return `${target}-${runId}-${place.replaceAll(/[^\w.-]/g, '_')}.sql`
}

function said({ quarantine: { kind, name, column }, runId, since }: QuarantineRecord): string {
  const what = column === null ? displayName(name) : `${displayName(name)}.${column}`
  return `${kind} ${what}, put aside ${since} by run ${runId}`.replaceAll(/[\r\n]/g, ' ')
}
