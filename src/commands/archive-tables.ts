import type { Session } from '../dialects/session.ts'
import { ReconcileError } from '../lib/errors.ts'
import { displayName, type ObjectName } from '../model/name.ts'
import type { QuarantineRecord } from '../model/run.ts'
import { archivedColumns, archivedName, type Found, saidOf, sourcesOf } from './archive-sources.ts'
import type { Workplace } from './workplace.ts'

/** PostgreSQL cuts identifiers at 63 bytes without a word (hazards.md 0.4). */
const maxBytes = 63

/** Makes the schema of the archive unless it is there. Throws `refused` when it may not be made. */
export async function openArchive({ dialect }: Workplace, session: Session, archive: string): Promise<void> {
  const home = dialect.words.archive.home(archive)
  if (home === null || (await session.query(home.there.sql, home.there.params)).length > 0) return
  try {
    await session.execute(home.create)
  } catch (cause) {
    const { code, message } = dialect.failure(cause)
    throw new ReconcileError('refused', `the schema ${archive} of the archive cannot be created: ${message}`, {
      hint: `Create it, or give the role the right: grant create on database … to …; Nothing was destroyed.`,
      ...(code === null ? {} : { sqlState: code }),
      cause,
    })
  }
}

/**
 * Copies what is about to be destroyed into tables of the archive, in the transaction that destroys it: either both happen
 * or nothing. A name that is taken is left alone, and another one found. Returns what holds it now.
 */
export async function keepInTables(
  { dialect: { words } }: Workplace,
  session: Session,
  record: QuarantineRecord,
  found: Found,
  archive: string,
): Promise<readonly string[]> {
  const kept: string[] = []
  for (const source of sourcesOf(record.quarantine, found)) {
    const columns = await archivedColumns(words.archive, session, source, record.quarantine)
    const name = archivedName(record.quarantine, source)
    const into = await freeName(words.archive, session, (tail) =>
      words.archive.place(archive, cutTo(name, `_${record.runId.replaceAll('-', '_')}${tail}`)),
    )
    const { runId } = record
    for (const sql of words.archive.keep({ ...source, columns, as: name, into, runId, said: saidOf(record) }))
      await session.execute(sql)
    kept.push(displayName(into))
  }
  return kept
}

async function freeName(
  words: Workplace['dialect']['words']['archive'],
  session: Session,
  named: (tail: string) => ObjectName,
): Promise<ObjectName> {
  for (let number = 1; ; number += 1) {
    const name = named(number === 1 ? '' : `_${number}`)
    const { sql, params } = words.taken(name)
    if ((await session.query(sql, params)).length === 0) return name
  }
}

/** The tail tells names apart and stays whole. SQLite has no limit, and loses nothing that the comment would not say. */
function cutTo(name: string, tail: string): string {
  let kept = ''
  for (const character of name) {
    if (Buffer.byteLength(kept + character + tail) > maxBytes) break
    kept += character
  }
  return kept + tail
}
