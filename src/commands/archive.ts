import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Archived } from '../dialects/archive-words.ts'
import type { Session } from '../dialects/session.ts'
import { ReconcileError } from '../lib/errors.ts'
import type { QuarantineRecord } from '../model/run.ts'
import { archivedColumns, archivedName, type Found, saidOf, type Source, sourcesOf } from './archive-sources.ts'
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
  found: Found,
  directory: string,
  now: Date,
): Promise<readonly string[]> {
  const paths: string[] = []
  const sources = records.flatMap((record) => sourcesOf(record.quarantine, found).map((source) => ({ record, source })))
  for (const [position, { record, source }] of sources.entries()) {
    const path = join(directory, fileOf(target.name, record, source, now, position + 1))
    await session.transaction('read', { lockMs: 900, statementMs: 0 }, async () => {
      const columns = await archivedColumns(dialect.words.archive, session, source, record.quarantine)
      await writeWhole(directory, path, async (write) => {
        const archived: Archived = { ...source, columns, as: `archived_${archivedName(record.quarantine, source)}` }
        write(`-- ${saidOf(record)}\n${dialect.words.archive.create(archived)}\n`)
        await eachPage(dialect.words.archive, session, archived, (lines) => write(`${lines.join('\n')}\n`))
      })
    })
    paths.push(path)
  }
  if (paths.length > 0) onDisk(directory)
  return paths
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
