import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { kill, pid } from 'node:process'
import type { Mutex } from '../dialect.ts'
import type { Limits, Session } from '../session.ts'

const createTable = `
  create table if not exists _reconcile_lock (
    id integer primary key check (id = 1),
    token text not null,
    owner text not null,
    pid integer not null,
    host text not null,
    since text not null
  ) strict`

const limits: Limits = { lockMs: 2_000, statementMs: 0 }

/**
 * Tokens held by this process. A row with our own process number that is not among them was left by an earlier
 * process that had the same number: in a container every run may be process 1.
 */
const held = new Set<string>()

/** A row in `_reconcile_lock`, written under BEGIN IMMEDIATE. A holder that has died loses it to the next one. */
export async function mutex(session: Session, owner: string): Promise<Mutex> {
  const token = randomUUID()
  // Asked without the write lock first: who holds it for a long batch is named all the same.
  const [present] = await session.query(`select 1 from sqlite_schema where name = '_reconcile_lock'`)
  const known = present === undefined ? null : await liveHolder(session)
  if (known !== null) return { acquired: false, heldBy: known, release: async () => {} }
  const heldBy = await session.transaction('write', limits, async () => {
    await session.execute(createTable)
    const holder = await liveHolder(session)
    if (holder !== null) return holder
    await session.execute(
      "insert or replace into _reconcile_lock (id, token, owner, pid, host, since) values (1, ?, ?, ?, ?, datetime('now'))",
      [token, owner, pid, hostname()],
    )
    held.add(token)
    return null
  })
  if (heldBy !== null) return { acquired: false, heldBy, release: async () => {} }
  const release = async (): Promise<void> => {
    if (!held.delete(token)) return
    await session.execute('delete from _reconcile_lock where token = ?', [token])
  }
  if ('beforeClose' in session && typeof session.beforeClose === 'function') session.beforeClose(release)
  return { acquired: true, heldBy: null, release }
}

async function liveHolder(session: Session): Promise<string | null> {
  const [holder] = await session.query('select token, owner, pid, host, since from _reconcile_lock')
  if (holder === undefined) return null
  if (!isAlive(String(holder['token']), Number(holder['pid']), String(holder['host']))) return null
  return `${String(holder['owner'])}, since ${String(holder['since'])} UTC`
}

/** On another host nobody can tell: there the lock is taken at its word. */
function isAlive(token: string, holder: number, host: string): boolean {
  if (host !== hostname()) return true
  if (holder === pid) return held.has(token)
  try {
    kill(holder, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
