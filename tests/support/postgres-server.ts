import { type ChildProcess, spawn } from 'node:child_process'
import { appendFile, chown, mkdir, open, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import pg from 'pg'
import { createJudgeTemplate } from './judge-template.ts'
import { findPostgresBinaries, type PostgresBinaries } from './postgres-binaries.ts'
import type { Scratch } from './scratch.ts'
import { type Identity, run, unprivilegedIdentity } from './unprivileged.ts'

/** Written as a person might: a URL that forgets to percent-encode (or decodes twice) cannot log in. */
const PASSWORD = 'p%40ss:w/ord'

/** Durability is worth nothing here and costs most of the time; everything else stays as in production. */
const SETTINGS = `
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 200
shared_buffers = 32MB
max_wal_size = 256MB
max_prepared_transactions = 10
fsync = off
synchronous_commit = off
full_page_writes = off
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
# Loaded for the tests that switch it on in their own database (count-statements.ts); off, it costs nothing.
shared_preload_libraries = 'pg_stat_statements'
pg_stat_statements.track = 'none'
compute_query_id = off
`

const ENVIRONMENT = { PATH: '/usr/bin:/bin', LC_ALL: 'C.UTF-8', TZ: 'UTC' }
const START_TIMEOUT_MS = 30_000

export interface PostgresServer {
  readonly major: number
  /** Of the maintenance database `postgres`. */
  readonly url: string
  /** Of its first process, which inherits the processor time of all others when they end. */
  readonly pid: number
  /** Where its data is. */
  readonly data: string
  stop(): Promise<void>
  /** `pg_ctl stop -m immediate`: every process of it dies as it is. */
  crash(): Promise<void>
  /** Again, at the same place, with all that had been committed. */
  start(): Promise<void>
  /** For exit handlers, which cannot wait: the server abandons its sessions and goes. */
  kill(): void
}

/** A real server of that major version with its data in `scratch`, which the caller removes afterwards. */
export async function startPostgres(major: number, scratch: Scratch): Promise<PostgresServer> {
  const home = join(scratch.data, `postgres-${major}`)
  await mkdir(home)
  const identity = unprivilegedIdentity()
  if (identity) await chown(home, identity.uid, identity.gid)
  const binaries = await findPostgresBinaries(major, scratch, identity)
  const data = await createCluster(binaries, home, identity)
  const server = await serve(major, binaries, data, identity)
  await createRoles(server.url)
  await createJudgeTemplate(server.url)
  return server
}

/** Roles belong to the whole server, so cases can only name them. */
const ROLES = ['app', 'app_owner', 'reporting', 'Auditors']

async function createRoles(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(ROLES.map((role) => `create role ${pg.escapeIdentifier(role)}`).join(';'))
  } finally {
    await client.end()
  }
}

async function createCluster(binaries: PostgresBinaries, home: string, identity: Identity | undefined) {
  const data = join(home, 'data')
  const passwordFile = join(home, 'password')
  await writeFile(passwordFile, PASSWORD)
  if (identity) await chown(passwordFile, identity.uid, identity.gid)
  const options = ['--username=postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256']
  const locale = ['--encoding=UTF8', '--locale=C.UTF-8']
  await run(binaries.initdb, [`--pgdata=${data}`, ...options, ...locale, '--no-sync'], { identity, env: ENVIRONMENT })
  await appendFile(join(data, 'postgresql.conf'), SETTINGS)
  return data
}

async function serve(
  major: number,
  binaries: PostgresBinaries,
  data: string,
  identity: Identity | undefined,
): Promise<PostgresServer> {
  const { port, ...first } = await launch(major, binaries, data, identity)
  let { child, exited } = first
  const stop = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal)
    await exited
  }
  return {
    major,
    url: urlOf(port),
    get pid() {
      return child.pid ?? 0
    },
    data,
    stop: () => stop('SIGINT'),
    crash: () => stop('SIGQUIT'),
    start: async () => {
      ;({ child, exited } = await launch(major, binaries, data, identity, port))
    },
    kill: () => void child.kill('SIGQUIT'),
  }
}

interface Launched {
  readonly child: ChildProcess
  readonly exited: Promise<void>
  readonly port: number
}

/** Between finding a free port and binding it another process may take it, so a failed start is tried again. */
async function launch(
  major: number,
  binaries: PostgresBinaries,
  data: string,
  identity: Identity | undefined,
  wanted?: number,
): Promise<Launched> {
  for (let attempt = 1; ; attempt += 1) {
    const port = wanted ?? (await freePort())
    const logFile = `${data}.log`
    const log = await open(logFile, 'w')
    const child = spawn(binaries.postgres, ['-D', data, '-p', String(port)], {
      ...identity,
      env: ENVIRONMENT,
      stdio: ['ignore', log.fd, log.fd],
    })
    await log.close()
    const exited = new Promise<void>((resolve) => {
      child.once('error', () => resolve())
      child.once('exit', () => resolve())
    })
    if (await answers(child, urlOf(port))) return { child, exited, port }
    child.kill('SIGKILL')
    await exited
    if (attempt === 3) throw new Error(`postgres ${major} did not start:\n${await readFile(logFile, 'utf8')}`)
  }
}

function urlOf(port: number): string {
  return `postgres://postgres:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}/postgres`
}

async function answers(child: ChildProcess, url: string): Promise<boolean> {
  const giveUpAt = Date.now() + START_TIMEOUT_MS
  while (child.exitCode === null && child.signalCode === null && child.pid !== undefined && Date.now() < giveUpAt) {
    const client = new pg.Client({ connectionString: url })
    try {
      await client.connect()
      return true
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 20))
    } finally {
      await client.end()
    }
  }
  return false
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('a TCP server without a port')
  return address.port
}
