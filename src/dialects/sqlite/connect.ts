import { existsSync, mkdirSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import Database from 'better-sqlite3'
import { bug, ReconcileError } from '../../lib/errors.ts'
import type { Limits, Row, Session, TransactionMode } from '../session.ts'

/** A session that can undo something of its own when it is closed: the mutex must not outlive it. */
export interface SqliteSession extends Session {
  /** Absolute path of the file; empty for a database in memory. */
  readonly path: string
  beforeClose(undo: () => Promise<void>): void
}

const scheme = 'sqlite:'

/** Statements outside of a transaction wait this long for another writer. */
const defaultLockMs = 5_000

/** A day: waiting blocks the whole process, so "no limit" has to end some time. */
const longestLockMs = 86_400_000

/**
 * Opens `sqlite:path` or `sqlite::memory:`, creating the file and its directory. A new file gets WAL, so that readers go on
 * while we write (2E); the journal mode of one that exists is its owner's business. Throws `unreachable`.
 */
export async function connect(url: string): Promise<SqliteSession> {
  if (!url.startsWith(scheme)) throw new ReconcileError('usage', `not a SQLite URL: it has to start with ${scheme}`)
  const location = url.slice(scheme.length).replace(/^\/\/(?=.)/, '')
  if (location === '') {
    throw new ReconcileError('usage', 'the SQLite URL names no file', { hint: 'Write sqlite:path/to/file.db' })
  }
  const path = location === ':memory:' ? '' : resolve(location)
  return sessionOf(open(path), path)
}

function open(path: string): Database.Database {
  let database: Database.Database | null = null
  try {
    if (path !== '') mkdirSync(dirname(path), { recursive: true })
    const isNew = path !== '' && (!existsSync(path) || statSync(path).size === 0)
    database = new Database(path === '' ? ':memory:' : path, { timeout: defaultLockMs })
    if (isNew) database.pragma('journal_mode = WAL')
    database.pragma('foreign_keys = ON')
    // Opening reads nothing yet: this is where a file that is no database shows.
    database.prepare('select count(*) from sqlite_schema').get()
    return database
  } catch (error) {
    database?.close()
    const code = codeOf(error)
    const reason = error instanceof Error ? error.message : String(error)
    throw new ReconcileError('unreachable', `cannot open the SQLite database ${path || ':memory:'}: ${reason}`, {
      hint: unreachableHint(code),
      ...(code === null ? {} : { sqlState: code }),
      cause: error,
    })
  }
}

function unreachableHint(code: string | null): string {
  if (code === 'SQLITE_NOTADB') return 'The file is not a SQLite database, or it is encrypted. Check the path.'
  if (code?.startsWith('SQLITE_CORRUPT')) return 'The file is damaged. Restore it from a backup.'
  if (code?.startsWith('SQLITE_BUSY')) return 'Another process holds the file. Wait until it is done, then try again.'
  return 'Check that the path is right and that this user may read and write the file and its directory.'
}

function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null
}

function sessionOf(database: Database.Database, path: string): SqliteSession {
  const undos: (() => Promise<void>)[] = []
  const run = (sql: string, params: readonly unknown[]): { rows: Row[]; changes: number } => {
    // Integers come as bigint and only those that a number holds exactly become one: keys are compared, not rounded.
    const statement = database.prepare(sql).safeIntegers(true)
    const bound = params.map(toBindable)
    if (!statement.reader) return { rows: [], changes: Number(statement.run(...bound).changes) }
    const rows = statement.all(...bound).map((row) => fromDriver(row as Row))
    return { rows, changes: statement.readonly ? 0 : rows.length }
  }
  const setLimits = (limits: Limits): void => {
    database.pragma(`busy_timeout = ${limits.lockMs === 0 ? longestLockMs : Math.ceil(limits.lockMs)}`)
  }
  const inside = async <T>(begin: string, body: () => Promise<T>, end: 'commit' | 'rollback'): Promise<T> => {
    if (database.inTransaction) throw bug('SQLite transactions do not nest')
    database.exec(begin)
    try {
      const result = await body()
      database.exec(end)
      return result
    } finally {
      // Some errors (a full disk, say) have rolled back already; a failed COMMIT has not.
      if (database.inTransaction) database.exec('rollback')
    }
  }

  return {
    dialect: 'sqlite',
    serverVersion: String(database.prepare('select sqlite_version()').pluck().get()),
    path,
    driver: database,
    query: async (sql, params = []) => run(sql, params).rows,
    execute: async (sql, params = []) => run(sql, params).changes,
    transaction: async (mode, limits, body) => {
      setLimits(limits)
      try {
        return mode === 'rebuild'
          ? await withRebuildPragmas(database, () => inside(beginOf(mode), body, 'commit'))
          : await inside(beginOf(mode), body, 'commit')
      } finally {
        database.pragma(`busy_timeout = ${defaultLockMs}`)
      }
    },
    limitWaits: async () => {},
    limitStatements: async () => {},
    scratch: (body) => inside('begin', body, 'rollback'),
    alone: async (sql, limits) => {
      setLimits(limits)
      try {
        run(sql, [])
      } finally {
        database.pragma(`busy_timeout = ${defaultLockMs}`)
      }
    },
    cancel: async () => {},
    beforeClose: (undo) => {
      undos.push(undo)
    },
    close: async () => {
      if (!database.open) return
      if (database.inTransaction) database.exec('rollback')
      // Closing goes on whatever becomes of them: the process may be on its way out.
      for (const undo of undos.splice(0)) await undo().catch(() => undefined)
      database.close()
    },
  }
}

/** A deferred transaction that starts to write later meets SQLITE_BUSY_SNAPSHOT, which no waiting cures (rule 170). */
function beginOf(mode: TransactionMode): string {
  return mode === 'read' ? 'begin' : 'begin immediate'
}

/**
 * 2C steps 1 and 2: dropping a referenced table under foreign_keys=ON deletes or nulls its child rows (2D), and inside a
 * transaction the pragma is silently ignored, so it is set before BEGIN and read back.
 */
async function withRebuildPragmas<T>(database: Database.Database, body: () => Promise<T>): Promise<T> {
  if (database.inTransaction) throw bug('a SQLite rebuild needs a transaction of its own')
  const before = {
    foreign_keys: flag(database, 'foreign_keys'),
    legacy_alter_table: flag(database, 'legacy_alter_table'),
  }
  try {
    database.pragma('foreign_keys = OFF')
    database.pragma('legacy_alter_table = ON')
    if (flag(database, 'foreign_keys') !== 0 || flag(database, 'legacy_alter_table') !== 1) {
      throw new ReconcileError('step_failed', 'this SQLite library does not let foreign_keys be switched off', {
        hint: 'Rebuilding a table would delete rows of the tables that refer to it, so nothing was done.',
      })
    }
    return await body()
  } finally {
    database.pragma(`foreign_keys = ${before.foreign_keys}`)
    database.pragma(`legacy_alter_table = ${before.legacy_alter_table}`)
  }
}

function flag(database: Database.Database, pragma: 'foreign_keys' | 'legacy_alter_table'): number {
  return Number(database.pragma(pragma, { simple: true }))
}

/** The driver binds numbers, bigints, strings, buffers and null. */
function toBindable(value: unknown): unknown {
  if (typeof value === 'boolean') return value ? 1 : 0
  return value === undefined ? null : value
}

function fromDriver(row: Row): Row {
  const converted = Object.entries(row).map(([name, value]) => {
    const exact = typeof value === 'bigint' && BigInt.asIntN(54, value) === value && Number.isSafeInteger(Number(value))
    return [name, exact ? Number(value) : value] as const
  })
  return Object.fromEntries(converted)
}
