import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { inject } from 'vitest'

export interface FreshPostgres {
  readonly url: string
  /** To use as the `template` of further databases, once nothing is connected to it. */
  readonly name: string
  drop(): Promise<void>
}

export interface FreshSqlite {
  readonly url: string
  readonly path: string
  remove(): Promise<void>
}

export interface FreshDatabase {
  readonly url: string
  dispose(): Promise<void>
}

/** One row of `describe.each(engines())('$name', ({ fresh }) => …)`. */
export interface Engine {
  readonly name: string
  /** PostgreSQL only. */
  readonly major?: number
  fresh(): Promise<FreshDatabase>
}

/** The major versions this run tests against: RECONCILE_TEST_POSTGRES, or 18 and 14. */
export function postgresMajors(): number[] {
  return inject('postgresServers').map(({ major }) => major)
}

/** The server's maintenance database; tests that create roles or whole servers' worth of state start here. */
export function postgresUrl(major: number): string {
  const server = inject('postgresServers').find((candidate) => candidate.major === major)
  if (!server) throw new Error(`postgres ${major} is not running: it is not in RECONCILE_TEST_POSTGRES`)
  return server.url
}

/** A database of its own for one test. With `template`, a copy of that one: rows, indexes and all. */
export async function freshPostgres(major: number, options: { template?: string } = {}): Promise<FreshPostgres> {
  const serverUrl = postgresUrl(major)
  const name = `test_${randomBytes(6).toString('hex')}`
  const template = pg.escapeIdentifier(options.template ?? 'template0')
  // Copying files beats the write-ahead log three to one where neither waits for a disk; 14 knows no other way.
  const strategy = major >= 15 ? 'strategy file_copy' : ''
  await administer(serverUrl, `create database ${name} template ${template} ${strategy}`)
  const url = new URL(serverUrl)
  url.pathname = name
  return {
    url: url.href,
    name,
    // Forced, because a failed test has often left a connection open, and should report its own failure.
    drop: () => administer(serverUrl, `drop database if exists ${name} with (force)`),
  }
}

/** A path where no file is yet, in a directory of its own, so that `-wal` and `-shm` go with it. */
export async function freshSqlite(): Promise<FreshSqlite> {
  const directory = await mkdtemp(join(inject('sqliteDirectory'), 'database-'))
  const path = join(directory, 'test.db')
  return { url: `sqlite:${path}`, path, remove: () => rm(directory, { recursive: true, force: true }) }
}

export function engines(): Engine[] {
  return [sqliteEngine(), ...postgresMajors().map(postgresEngine)]
}

function sqliteEngine(): Engine {
  return {
    name: 'sqlite',
    fresh: async () => {
      const { url, remove } = await freshSqlite()
      return { url, dispose: remove }
    },
  }
}

function postgresEngine(major: number): Engine {
  return {
    name: `postgres ${major}`,
    major,
    fresh: async () => {
      const { url, drop } = await freshPostgres(major)
      return { url, dispose: drop }
    },
  }
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
