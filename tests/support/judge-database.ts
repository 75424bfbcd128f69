import { randomBytes } from 'node:crypto'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { inject } from 'vitest'
import type { Dialect } from '../../src/dialects/dialect.ts'
import { sqlite } from '../../src/dialects/sqlite/dialect.ts'
import { cleaned } from './clean-database.ts'
import { type FreshDatabase, type FreshPostgres, freshPostgres, freshSqlite, postgresMajors } from './databases.ts'
import { judgeTemplate } from './judge-template.ts'
import { type WarmSessions, warmSessions } from './warm-sessions.ts'

/** An engine that the corpus is judged on. */
export interface JudgeEngine {
  readonly name: string
  /** Undefined: SQLite. */
  readonly major: number | undefined
  readonly dialect: Dialect
  fresh(): Promise<Growing>
}

/** A database that can become a template once it holds what copies should hold. */
export interface Growing extends FreshDatabase {
  /** Nothing may be connected to it any more. */
  freeze(): Promise<Template>
}

export interface Template {
  copy(): Promise<FreshDatabase>
  dispose(): Promise<void>
}

export interface PostgresJudge extends JudgeEngine {
  /** A database as it is left, to be copied once nobody is connected to it any more. */
  frozen(database: FreshDatabase): Template
}

/** SQLite first: it is quick to say what is wrong. */
export function judgeEngines(): readonly JudgeEngine[] {
  return [sqliteJudge(), ...postgresMajors().map(postgresJudge)]
}

export function sqliteJudge(): JudgeEngine {
  return {
    name: 'sqlite',
    major: undefined,
    dialect: sqlite,
    fresh: async () => {
      const { url, path, remove } = await freshSqlite()
      return {
        url,
        dispose: remove,
        freeze: async () => {
          const template = templateOf(imageOf(path))
          await remove()
          return template
        },
      }
    },
  }
}

/** Dropping leaves dead rows in the catalogue, which make it slower with time. */
const mostUses = 40

/** Its databases are used again, and their sessions kept, since most of a case's time would go into making them. */
export function postgresJudge(major: number): PostgresJudge {
  const warm = warmSessions()
  const used: UsedDatabase[] = []
  const frozen = ({ url, dispose }: FreshDatabase): Template => ({
    copy: async () => {
      const copy = await freshPostgres(major, { template: new URL(url).pathname.slice(1) })
      const ended = async (): Promise<void> => {
        await warm.end(copy.url)
        await copy.drop()
      }
      return { url: copy.url, dispose: ended }
    },
    dispose,
  })
  const fresh = async (): Promise<Growing> => {
    const database = (await nextClean(used, warm)) ?? {
      ...(await freshPostgres(major, { template: judgeTemplate })),
      uses: 0,
    }
    const { url, drop } = database
    const dispose = async (): Promise<void> => {
      if (database.uses < mostUses) used.push({ ...database, uses: database.uses + 1 })
      else await ended()
    }
    const ended = async (): Promise<void> => {
      await warm.end(url)
      await drop()
    }
    const freeze = async (): Promise<Template> => {
      await warm.end(url)
      return frozen({ url, dispose: drop })
    }
    return { url, dispose, freeze }
  }
  return { name: `postgres ${major}`, major, dialect: warm.dialect, fresh, frozen }
}

interface UsedDatabase extends FreshPostgres {
  readonly uses: number
}

/** A used database without a trace of its use; null when there is none. */
async function nextClean(used: UsedDatabase[], warm: WarmSessions): Promise<UsedDatabase | null> {
  for (let next = used.pop(); next !== undefined; next = used.pop()) {
    const session = await warm.dialect.connect(next.url, 'the judge')
    const isClean = await cleaned(session)
    await session.close()
    if (isClean) return next
    await warm.end(next.url)
    await next.drop()
  }
  return null
}

/** What a SQLite database holds once everything committed is in the file: the state that a crash right now would leave. */
export function imageOf(path: string): Buffer {
  const database = new Database(path)
  try {
    database.pragma('wal_checkpoint(TRUNCATE)')
    return readFileSync(path)
  } finally {
    database.close()
  }
}

export function templateOf(image: Buffer): Template {
  return {
    copy: async () => {
      const path = join(inject('sqliteDirectory'), `${randomBytes(6).toString('hex')}.db`)
      writeFileSync(path, image)
      return { url: `sqlite:${path}`, dispose: async () => removeDatabase(path) }
    },
    dispose: async () => undefined,
  }
}

function removeDatabase(path: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true })
}
