import type { Session } from '../../src/dialects/session.ts'
import { type Case, corpus } from './cases.ts'
import { buildBefore } from './judge-build.ts'
import type { JudgeEngine } from './judge-database.ts'

/** What a query finds, numbers as numbers. */
export type Rows = readonly Readonly<Record<string, unknown>>[]

/** A case under tests/cases/move in a database of its own, with a session of the application. */
export async function withMoveCase(
  of: string,
  engine: JudgeEngine,
  body: (session: Session, url: string, one: Case) => Promise<void>,
): Promise<void> {
  const one = corpus().find(({ name }) => name === `move/${of}`)
  if (one === undefined) throw new Error(`there is no case move/${of}`)
  const { url, dispose } = await buildBefore(one, engine)
  const session = await engine.dialect.connect(url, 'the application')
  try {
    await body(session, url, one)
  } finally {
    await session.close()
    await dispose()
  }
}

/** The rows of a query in plain values. */
export async function rowsOf(session: Session, sql: string): Promise<Rows> {
  const rows = await session.query(sql)
  return rows.map((row) => Object.fromEntries(Object.entries(row).map(([key, value]) => [key, plain(value)])))
}

function plain(value: unknown): unknown {
  return typeof value === 'bigint' ? Number(value) : value
}
