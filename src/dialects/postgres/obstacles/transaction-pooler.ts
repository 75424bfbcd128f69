import { randomUUID } from 'node:crypto'
import type { Obstacle } from '../../../model/obstacle.ts'
import type { Session } from '../../session.ts'

const asked = `select pg_catalog.pg_backend_pid() as pid, pg_catalog.current_setting('reconcile.session', true) as token`

/**
 * A pooler that gives a session's backend away between two transactions breaks SET, advisory locks and temporary tables
 * (hazards.md 0.4, rule 17). While `other` is in a transaction, which takes a backend of its own, `one` has to find the
 * backend and the setting that it left.
 */
export async function pooler(one: Session, other: Session): Promise<Obstacle | null> {
  const token = randomUUID()
  const [left] = await one.query(
    `select pg_catalog.pg_backend_pid() as pid, pg_catalog.set_config('reconcile.session', $1, false) as token`,
    [token],
  )
  const own = await other.transaction('read', { lockMs: 0, statementMs: 0 }, async () => {
    const [theirs] = await other.query(asked)
    // Shared already; to ask on would wait for ever where the pool has no more than this one.
    if (theirs?.['pid'] === left?.['pid']) return false
    const [found] = await one.query(asked)
    return found?.['pid'] === left?.['pid'] && found?.['token'] === token
  })
  if (own) return null
  return {
    id: 'transaction-pooler',
    stops: true,
    what: 'the connection goes through a transaction pooler: one backend has served two sessions',
    why: 'Settings, locks and temporary tables of a session would get lost, or be left with somebody else.',
    remedy: 'Connect to the server itself, or to a pool in session mode.',
  }
}
