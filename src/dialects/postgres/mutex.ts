import type { Mutex } from '../dialect.ts'
import type { Session } from '../session.ts'

/** `reco` in ASCII, and 1: advisory locks are a database's own, so its oid need not be part of the key. */
const lockKey = [0x7265636f, 1] as const

/**
 * Tries once: the caller polls, because a session that waits inside pg_advisory_lock keeps a snapshot open, which the
 * holder's CREATE INDEX CONCURRENTLY would wait for (hazards.md 0.4). Give it an idle session of its own.
 */
export async function mutex(session: Session, owner: string): Promise<Mutex> {
  const [row] = await session.query('select pg_catalog.pg_try_advisory_lock($1, $2) as acquired', lockKey)
  if (row?.['acquired'] !== true) {
    return { acquired: false, heldBy: await holder(session), release: () => Promise.resolve() }
  }
  // Seen by whoever is refused meanwhile; the server cuts it at 63 bytes.
  await session.query(`select pg_catalog.set_config('application_name', $1, false)`, [`reconcile: ${owner}`])
  return {
    acquired: true,
    heldBy: null,
    async release() {
      await session.query('select pg_catalog.pg_advisory_unlock($1, $2)', lockKey)
    },
  }
}

async function holder(session: Session): Promise<string> {
  const [row] = await session.query(
    `select a.application_name || ' (user ' || coalesce(a.usename, '?') || ', pid ' || a.pid || ', since '
       || to_char(a.backend_start at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS') || ' UTC)' as holder
     from pg_catalog.pg_locks l join pg_catalog.pg_stat_activity a on a.pid = l.pid
     where l.locktype = 'advisory' and l.classid = $1 and l.objid = $2 and l.objsubid = 2 and l.granted
       and l.database = (select oid from pg_catalog.pg_database where datname = current_database())`,
    lockKey,
  )
  return typeof row?.['holder'] === 'string' ? row['holder'] : 'a run that has just ended'
}
