import { holdMutex } from '../apply/mutex.ts'
import { advice } from '../dialects/dialect.ts'
import type { Session } from '../dialects/session.ts'
import { type Journal, openJournal } from '../journal/journal.ts'
import { ReconcileError } from '../lib/errors.ts'
import { stableJson } from '../lib/fingerprint.ts'
import { ancestorsOf, heirsOf } from '../model/family.ts'
import { displayName, type ObjectName, sameName } from '../model/name.ts'
import type { QuarantineRecord } from '../model/run.ts'
import type { Schema } from '../model/schema.ts'
import type { Statement } from '../model/statement.ts'
import type { Quarantine } from '../model/step.ts'
import type { Table } from '../model/table.ts'
import type { Surroundings } from './surroundings.ts'
import { archive } from './archive.ts'
import { holderOf } from './archive-sources.ts'
import { keepInTables, openArchive } from './archive-tables.ts'
import { asideFor } from './status.ts'
import { refuseUnfinished } from './unfinished.ts'
import { withSession } from './target.ts'
import type { Workplace } from './workplace.ts'

/** What `purge` would destroy: everything put aside at least `olderThanMs` ago; null: as long as the target says. Changes nothing. */
export async function purgeable(
  place: Workplace,
  olderThanMs: number | null,
  now: Date,
): Promise<readonly QuarantineRecord[]> {
  return await withSession(place.dialect, place.target, async (session) => {
    const journal = await openJournal(session)
    await refuseUnfinished(journal)
    return (await journal.quarantined()).filter(asideFor(olderThanMs ?? place.target.keepAsideMs, now))
  })
}

/** Where what is destroyed goes to first: files of SQL in a folder, or tables of a schema. */
export type ArchivePlace = { readonly directory: string } | { readonly schema: string }

export interface Purged {
  readonly records: readonly QuarantineRecord[]
  /** Files, or tables, that hold what was destroyed. */
  readonly archived: readonly string[]
}

/**
 * Destroys what was put aside, one transaction each, in an order that dependents allow: columns, tables, then types as they were put aside.
 * The only thing in Reconcile that does; runs that put these things aside can no longer be taken back in full.
 * Throws `held_by_another_run`, and `refused` when a run is unfinished: it may be bringing back what is to go.
 */
export async function purge(
  place: Workplace,
  records: readonly QuarantineRecord[],
  around: Pick<Surroundings, 'owner' | 'sleep'>,
  archiveTo: ArchivePlace | null = null,
): Promise<Purged> {
  const { dialect, target } = place
  const connect = () => dialect.connect(target.url, 'reconcile')
  const hold = await holdMutex({ ...around, dialect, connect })
  try {
    return await withSession(dialect, target, (session) => purgeNow(place, session, records, archiveTo))
  } finally {
    await hold.release()
  }
}

async function purgeNow(
  place: Workplace,
  session: Session,
  records: readonly QuarantineRecord[],
  archiveTo: ArchivePlace | null,
): Promise<Purged> {
  const journal = await openJournal(session)
  await refuseUnfinished(journal)
  // Somebody may have brought things back since they were listed.
  const present = new Set((await journal.quarantined()).map(({ quarantine }) => stableJson(quarantine)))
  // What is none of these comes last, each after what is made of it, which was put aside first.
  const order: readonly Quarantine['kind'][] = ['sync', 'values', 'column', 'table']
  const rank = ({ quarantine: { kind } }: QuarantineRecord): number =>
    order.includes(kind) ? order.indexOf(kind) : order.length
  const sorted = records
    .filter(({ quarantine }) => present.has(stableJson(quarantine)))
    .toSorted((a, b) => rank(a) - rank(b))
  const found = await place.dialect.introspect(session)
  const schema = archiveTo !== null && 'schema' in archiveTo ? archiveTo.schema : null
  const files =
    archiveTo !== null && 'directory' in archiveTo
      ? await archive(place, session, sorted, found, archiveTo.directory, new Date())
      : []
  if (schema !== null && sorted.length > 0) await openArchive(place, session, schema)
  const tables: string[] = []
  for (const record of sorted) {
    const keep = async () => {
      if (schema !== null) tables.push(...(await keepInTables(place, session, record, found, schema)))
    }
    await destroy(place, session, journal, record.quarantine, found, keep)
  }
  return { records: sorted, archived: [...files, ...tables] }
}

/** What is gone already, because somebody dropped it or the table it was in, is struck off the list. */
async function destroy(
  place: Workplace,
  session: Session,
  journal: Journal,
  quarantine: Quarantine,
  found: Schema,
  keep: () => Promise<void>,
): Promise<void> {
  const statements = destroying(place, quarantine, found)
  try {
    // `rebuild`: on SQLite a DROP TABLE would otherwise delete or empty rows that reference it (hazards.md 2D).
    await session.transaction('rebuild', { lockMs: 900, statementMs: 0 }, async () => {
      await keep()
      for (const { sql } of statements) await session.execute(sql)
      await journal.removeQuarantine(quarantine)
    })
  } catch (error) {
    const failure = place.dialect.failure(error)
    const { code, message } = failure
    throw new ReconcileError('step_failed', `${quarantineText(quarantine)} could not be purged: ${message}`, {
      hint: advice(failure),
      ...(code === null ? {} : { sqlState: code }),
      cause: error,
    })
  }
}

export function quarantineText({ kind, name, column, keptAs }: Quarantine): string {
  const was = column === null ? displayName(name) : `${displayName(name)}.${column}`
  const what = kind === 'values' ? 'old values of' : kind === 'sync' ? 'trigger on' : kind.replaceAll('_', ' ')
  return `${what} ${was}, kept as ${column === null ? displayName(keptAs.name) : (keptAs.column ?? column)}`
}

/** The tables that inherit from it, each behind those it has columns from. */
function heirsInOrder(found: Schema, name: ObjectName): Table[] {
  return heirsOf(found, name)
    .filter(({ partitionOf }) => partitionOf === null)
    .toSorted((a, b) => ancestorsOf(found, a).length - ancestorsOf(found, b).length)
}

function destroying({ dialect: { words } }: Workplace, { kind, keptAs }: Quarantine, found: Schema): Statement[] {
  switch (kind) {
    case 'column': {
      const column = keptAs.column ?? ''
      const table = holderOf(found, keptAs)
      // Heirs that have it by themselves as well keep it when the parent's goes.
      const heirs = table === null ? [] : heirsInOrder(found, table.name)
      return [...(table === null ? [] : [table]), ...heirs].map(({ name }) => words.discardColumn(name, column))
    }
    case 'table':
    case 'values':
      return found.quarantined.some((name) => sameName(name, keptAs.name)) ? [words.dropTable(keptAs.name)] : []
    case 'sequence':
      // It may have gone with the column that it still belongs to.
      return [words.sequences.drop(keptAs.name)]
    case 'sync':
      return [words.sync.discard(keptAs.name)]
    case 'enum':
      return found.enums.some(({ name }) => sameName(name, keptAs.name)) ? [words.dropEnum(keptAs.name)] : []
    default: {
      const statement = words.objects.discard(kind, keptAs.name)
      return statement === null ? [] : [statement]
    }
  }
}
