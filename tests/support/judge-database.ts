import { randomBytes } from 'node:crypto'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { inject } from 'vitest'
import type { Dialect } from '../../src/dialects/dialect.ts'
import { postgres } from '../../src/dialects/postgres/dialect.ts'
import { sqlite } from '../../src/dialects/sqlite/dialect.ts'
import { type FreshDatabase, freshPostgres, freshSqlite, postgresMajors } from './databases.ts'

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

export function postgresJudge(major: number): JudgeEngine {
  return {
    name: `postgres ${major}`,
    major,
    dialect: postgres,
    fresh: async () => {
      const { url, drop } = await freshPostgres(major)
      return { url, dispose: drop, freeze: async () => frozen({ url, dispose: drop }, major) }
    },
  }
}

/** A PostgreSQL database as it is left, to be copied once nobody is connected to it any more. */
export function frozen({ url, dispose }: FreshDatabase, major: number): Template {
  const template = new URL(url).pathname.slice(1)
  return {
    copy: async () => {
      const copy = await freshPostgres(major, { template })
      return { url: copy.url, dispose: copy.drop }
    },
    dispose,
  }
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
