import { holdMutex } from '../apply/mutex.ts'
import type { Session } from '../dialects/session.ts'
import { openJournal } from '../journal/journal.ts'
import { stableJson } from '../lib/fingerprint.ts'
import { asideFor, type QuarantineRecord } from '../model/run.ts'
import type { Quarantine } from '../model/step.ts'
import type { Surroundings } from './surroundings.ts'
import { archive } from './archive.ts'
import { withTablesAside } from './archive-sources.ts'
import { keepInTables, openArchive } from './archive-tables.ts'
import { destroy } from './destroy.ts'
import { notPurged } from './not-purged.ts'
import { type Pause, patiently } from './patiently.ts'
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

interface Around extends Pick<Surroundings, 'owner' | 'sleep'> {
  /** Told once for each reason about what has to be tried again. */
  readonly pauses?: (record: QuarantineRecord, why: Pause) => void
}

/**
 * Destroys what was put aside, one transaction each, in an order that dependents allow: columns, tables, then types as they were put aside.
 * The only thing in Reconcile that does; runs that put these things aside can no longer be taken back in full.
 * Throws `held_by_another_run`, and `refused` when a run is unfinished: it may be bringing back what is to go.
 */
export async function purge(
  place: Workplace,
  records: readonly QuarantineRecord[],
  around: Around,
  archiveTo: ArchivePlace | null = null,
): Promise<Purged> {
  const { dialect, target } = place
  const connect = () => dialect.connect(target.url, 'reconcile')
  const hold = await holdMutex({ ...around, dialect, connect })
  try {
    return await withSession(dialect, target, (session) => purgeNow(place, session, records, around, archiveTo))
  } finally {
    await hold.release()
  }
}

async function purgeNow(
  place: Workplace,
  session: Session,
  records: readonly QuarantineRecord[],
  around: Around,
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
  const found = await withTablesAside(place.dialect.words.archive, session, await place.dialect.introspect(session))
  const schema = archiveTo !== null && 'schema' in archiveTo ? archiveTo.schema : null
  const files =
    archiveTo !== null && 'directory' in archiveTo
      ? await archive(place, session, sorted, found, archiveTo.directory, new Date())
      : []
  if (schema !== null && sorted.length > 0) await openArchive(place, session, schema)
  const purged: QuarantineRecord[] = []
  const archived = [...files]
  for (const record of sorted) {
    const keep = async () => (schema === null ? [] : await keepInTables(place, session, record, found, schema))
    try {
      const attempt = (number: number) => destroy(place, session, journal, record.quarantine, found, keep, number)
      archived.push(...(await patiently(place, attempt, around, (why) => around.pauses?.(record, why))))
    } catch (error) {
      throw notPurged(place.dialect, record.quarantine, error, { records: purged, archived })
    }
    purged.push(record)
  }
  return { records: purged, archived }
}
