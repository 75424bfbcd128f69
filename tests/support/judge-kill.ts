import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { inject } from 'vitest'
import type { RunOutcome } from '../../src/apply/context.ts'
import type { Dialect } from '../../src/dialects/dialect.ts'
import type { Session } from '../../src/dialects/session.ts'
import { type Before, observed } from './faults.ts'
import { openStage } from './judge-stage.ts'
import type { Stage } from './judge-verbs.ts'

/** Runs until `survived` things have been committed, and dies; false when it came to its end before. */
export async function crashed(
  url: string,
  spec: string,
  dialect: Dialect,
  survived: number,
  run: (stage: Stage) => Promise<RunOutcome>,
): Promise<boolean> {
  const doom = doomed(dialect, survived)
  const stage = await openStage(url, spec, { dialect: doom.dialect })
  const outcome = await Promise.race([run(stage), doom.dead.then(() => null)])
  if (outcome !== null) {
    if (outcome.failure !== null) throw new Error(outcome.failure.message)
    return false
  }
  return true
}

interface Doomed {
  readonly dialect: Dialect
  /** Resolves once everything is dead. */
  readonly dead: Promise<void>
}

/**
 * A dialect whose process dies once `survived` things have been committed, before it does anything more: every
 * connection is given up at once, with its transaction, locks and temporary tables, and no code of the run is ever reached
 * again, neither `catch` nor `finally`. `dialect` is one with warm sessions: what becomes of a socket, `killed` shows.
 */
function doomed(dialect: Dialect, survived: number): Doomed {
  const sessions: Session[] = []
  const { promise: dead, resolve } = Promise.withResolvers<void>()
  let committed = 0
  let isDead = false
  const die = (): Promise<never> => {
    if (!isDead) void Promise.all(sessions.map((session) => session.close())).then(() => resolve())
    isDead = true
    return new Promise<never>(() => undefined)
  }
  const countOn = (session: Session): Before => {
    let inTransaction = false
    let lasting = false
    return async (operation, sql) => {
      if (lasting) committed += 1
      lasting = false
      if (isDead || committed >= survived) return await die()
      if (operation === 'begin') inTransaction = true
      else if (operation === 'commit') {
        inTransaction = false
        lasting = await hasWritten(session)
      } else
        lasting = !inTransaction && (operation === 'alone' || (sql !== null && !/^\s*(select|show|with)\b/i.test(sql)))
    }
  }
  return {
    dead,
    dialect: {
      ...dialect,
      connect: async (url, name) => {
        if (isDead) return await die()
        const session = await dialect.connect(url, name)
        sessions.push(session)
        return observed(session, countOn(session))
      },
    },
  }
}

/** A transaction that has only read leaves nothing behind. */
async function hasWritten(session: Session): Promise<boolean> {
  const [row] = await session.query('select pg_current_xact_id_if_assigned() is not null as written')
  return row?.['written'] === true
}

/** Waits until the server has noticed, and nobody is in the database any more. */
export async function deserted(url: string): Promise<void> {
  const maintenance = new URL(url)
  maintenance.pathname = 'postgres'
  const client = new pg.Client({ connectionString: maintenance.href })
  await client.connect()
  try {
    const name = new URL(url).pathname.slice(1)
    const count = 'select count(*)::int as left from pg_stat_activity where datname = $1'
    while ((await client.query<{ left: number }>(count, [name])).rows[0]?.left !== 0) {
      await new Promise((wake) => void setTimeout(wake, 5))
    }
  } finally {
    await client.end()
  }
}

/** Lets a process of its own apply the spec and be killed before the n-th thing it does; false when it came to its end. */
export async function killed(url: string, spec: string, n: number): Promise<boolean> {
  const script = fileURLToPath(new URL('judge-child.ts', import.meta.url))
  const state = join(inject('sqliteDirectory'), 'state-child')
  const child = spawn(process.execPath, [script, state, url, spec, String(n)], { stdio: ['ignore', 'ignore', 'pipe'] })
  let errors = ''
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve) => {
    child.on('close', (...end) => resolve(end))
  })
  if (signal === 'SIGKILL') return true
  if (code === 0) return false
  throw new Error(`the child ended with ${signal ?? code}:\n${errors}`)
}
