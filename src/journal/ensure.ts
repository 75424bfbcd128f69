import type { Session } from '../dialects/session.ts'
import { ReconcileError } from '../lib/errors.ts'
import { quarantineSchema } from '../model/name.ts'
import { withRights } from './privilege.ts'
import type { Store } from './store.ts'

const limits = { lockMs: 900, statementMs: 30_000 }

/** The version of the journal in this database; null when there is none. Throws `refused` for one this Reconcile cannot know. */
export async function knownVersion(session: Session, store: Store): Promise<number | null> {
  const version = await withRights(session, 'read', () => store.version())
  if (version !== null && version > store.versions.length) {
    throw new ReconcileError(
      'refused',
      `the journal in this database is version ${version}, and this Reconcile knows versions up to ${store.versions.length}`,
      { hint: 'A later release of Reconcile has been used here: use that one, or a newer one.' },
    )
  }
  return version
}

/** Creates the journal and the quarantine schema, or brings an older journal up to date, in one transaction. */
export async function ensureJournal(session: Session, store: Store): Promise<void> {
  const version = await knownVersion(session, store)
  const schemas = await missingSchemas(session)
  if (version === store.versions.length && schemas.length === 0) return
  await withRights(session, 'create', () =>
    session.transaction('write', limits, async () => {
      for (const name of schemas) await session.execute(`create schema ${name}`)
      for (const statements of store.versions.slice(version ?? 0)) {
        for (const sql of statements) await session.execute(sql)
      }
      await store.setVersion(store.versions.length)
    }),
  )
}

/** Not CREATE SCHEMA IF NOT EXISTS: that asks for the right to create schemas even when there is nothing to create. */
async function missingSchemas(session: Session): Promise<readonly string[]> {
  if (session.dialect !== 'postgres') return []
  const rows = await session.query('select nspname::text as name from pg_catalog.pg_namespace')
  const present = new Set(rows.map((row) => row['name']))
  return ['reconcile', quarantineSchema].filter((name) => !present.has(name))
}
