import type { Session } from '../dialects/session.ts'
import { ReconcileError } from '../lib/errors.ts'
import type { RunContext } from './context.ts'

const patienceMs = 2_000
const pollMs = 200

/** The right to run on this database, held by an idle session of its own (hazards.md 0.4). */
export interface Hold {
  /** Whether the session that holds it still answers. */
  alive(): Promise<boolean>
  release(): Promise<void>
}

/**
 * Polls instead of waiting in the server: a session blocked in pg_advisory_lock keeps a snapshot open, and CREATE
 * INDEX CONCURRENTLY waits for it (hazards.md 0.4). Throws `held_by_another_run` after two seconds. `idle`: a session that
 * is open already, and closed with the hold; null: a new one.
 */
export async function holdMutex(
  context: Pick<RunContext, 'connect' | 'dialect' | 'owner' | 'sleep'>,
  idle: Session | null = null,
): Promise<Hold> {
  const session = idle ?? (await context.connect())
  try {
    for (let waited = 0; ; waited += pollMs) {
      const mutex = await context.dialect.mutex(session, context.owner)
      if (mutex.acquired) {
        return {
          alive: () =>
            session.query('select 1').then(
              () => true,
              () => false,
            ),
          release: async () => {
            // The server lets go of it with the session, whatever becomes of these two.
            await mutex.release().catch(() => undefined)
            await session.close().catch(() => undefined)
          },
        }
      }
      if (waited >= patienceMs) throw heldBy(mutex.heldBy, context.dialect.name)
      await context.sleep(pollMs)
    }
  } catch (error) {
    await session.close().catch(() => undefined)
    throw error
  }
}

/** A server lets go of the lock with its session; a row in an SQLite file outlives a process on a host that is gone. */
function heldBy(holder: string | null, dialect: 'postgres' | 'sqlite'): ReconcileError {
  const gone =
    dialect === 'sqlite'
      ? ' If that process is gone for good with its host: sqlite3 FILE "delete from _reconcile_lock".'
      : ''
  return new ReconcileError(
    'held_by_another_run',
    `another run is working on this database: ${holder ?? 'its owner is unknown'}`,
    {
      hint: `Wait until it has finished, or stop it. \`reconcile status\` shows how far it is.${gone}`,
    },
  )
}
