import type { Session } from '../../src/dialects/session.ts'

/** Called before everything a session does; `sql` is null for what has no text, such as a commit. */
export type Before = (
  operation: 'query' | 'execute' | 'begin' | 'commit' | 'alone' | 'journal',
  sql: string | null,
) => Promise<void> | void

/** The same session, with something that happens before every statement, commit and journal write. */
export function observed(session: Session, before: Before): Session {
  return {
    dialect: session.dialect,
    serverVersion: session.serverVersion,
    driver: observedDriver(session, before),
    query: async (sql, params) => {
      await before('query', sql)
      return await session.query(sql, params)
    },
    execute: async (sql, params) => {
      await before('execute', sql)
      return await session.execute(sql, params)
    },
    alone: async (sql, limits) => {
      await before('alone', sql)
      await session.alone(sql, limits)
    },
    transaction: async (mode, limits, body) => {
      await before('begin', null)
      return await session.transaction(mode, limits, async () => {
        const result = await body()
        await before('commit', null)
        return result
      })
    },
    limitWaits: (lockMs) => session.limitWaits(lockMs),
    limitStatements: (statementMs) => session.limitStatements(statementMs),
    scratch: (body) => session.scratch(body),
    cancel: () => session.cancel(),
    close: () => session.close(),
  }
}

/** Dies by SIGKILL instead of doing the n-th thing, n from 1: nothing gets to clean up. */
export function dieBefore(n: number): Before {
  let left = n
  return () => {
    left -= 1
    if (left === 0) process.kill(process.pid, 'SIGKILL')
  }
}

/** Dies by SIGKILL while the n-th thing is under way, n from 1, and the server has it to itself for a while. */
export function dieWithin(n: number): Before {
  let left = n
  return () => {
    left -= 1
    if (left === 0) setTimeout(() => process.kill(process.pid, 'SIGKILL'), 2)
  }
}

/** What the database sees when a process dies: from the n-th thing on, n from 1, nothing reaches it any more. */
export function cutOffBefore(n: number): Before {
  let left = n
  return () => {
    left -= 1
    if (left <= 0) throw new CutOff()
  }
}

export class CutOff extends Error {
  constructor() {
    super('cut off')
    this.name = 'CutOff'
  }
}

/** drizzle-orm asks a pg client to `query`, and a better-sqlite3 database to `prepare`. */
function observedDriver({ driver, dialect }: Session, before: Before): unknown {
  if (typeof driver !== 'object' || driver === null) throw new Error('a session without a driver')
  return new Proxy(driver, {
    get(target, property) {
      const member: unknown = Reflect.get(target, property, target)
      if (typeof member !== 'function') return member
      if (dialect === 'postgres' && property === 'query') {
        return async (...args: unknown[]) => {
          await before('journal', textOf(args[0]))
          return await member.apply(target, args)
        }
      }
      if (dialect === 'sqlite' && property === 'prepare') {
        return (...args: unknown[]) => {
          // Statements run synchronously here, so only what is synchronous can come before them.
          const pending = before('journal', null)
          if (pending !== undefined) throw new Error('nothing asynchronous can come before a statement of the driver')
          return member.apply(target, args)
        }
      }
      return member.bind(target)
    },
  })
}

/** `query` takes the text, or an object that has it. */
function textOf(query: unknown): string | null {
  if (typeof query === 'string') return query
  return typeof query === 'object' && query !== null && 'text' in query ? String(query.text) : null
}
