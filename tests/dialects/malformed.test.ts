import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Dialect } from '../../src/dialects/dialect.ts'
import { postgres } from '../../src/dialects/postgres/dialect.ts'
import type { Session } from '../../src/dialects/session.ts'
import { sqlite } from '../../src/dialects/sqlite/dialect.ts'
import { type FreshPostgres, freshPostgres, postgresMajors } from '../support/databases.ts'
import { column, inPublic } from '../support/tables.ts'

/** What an expression over `notes` is told; null: nothing. */
function judge(dialect: Dialect, session: Session, columns: readonly [string, string][]) {
  const all = columns.map(([name, type]) => column(name, type))
  return async (text: string): Promise<string | null> =>
    (await dialect.malformed(session, inPublic('notes'), all, text))?.message ?? null
}

describe.each(postgresMajors())('expressions on PostgreSQL %i', (major) => {
  let database: FreshPostgres
  let session: Session
  beforeAll(async () => {
    database = await freshPostgres(major)
    session = await postgres.connect(database.url, 'reconcile')
    await session.execute('create type address as (street text); create table kept (id integer)')
  })
  afterAll(async () => {
    await session.close()
    await database.drop()
  })
  const columns: [string, string][] = [
    ['id', 'bigint'],
    ['body', 'text'],
    ['meta', 'jsonb'],
    ['at', 'public.address'],
  ]

  test.each([
    "meta ? 'a'",
    'notes is null',
    'xmin::text',
    'extract(year from now())',
    // What the plan is going to bring.
    '(at).zip',
    'coming(body)',
    'body::coming_type',
    '(select coming from kept where kept.id = notes.id)',
    '(select id from coming)',
    '1 / 0',
  ])('%s may work', async (text) => {
    expect(await judge(postgres, session, columns)(text)).toBeNull()
  })

  test.each([
    ['body is is null', 'syntax error'],
    ['body); drop table kept; --', 'multiple commands'],
    ['bdy', 'column "bdy" does not exist'],
    ['notes.bdy', 'column notes.bdy does not exist'],
  ])('%s cannot', async (text, message) => {
    expect(await judge(postgres, session, columns)(text)).toContain(message)
    expect(await session.query('select * from kept')).toEqual([])
  })

  test('of a type that is yet to come, it is parsed all the same', async () => {
    const known = judge(postgres, session, [['state', 'public.coming']])
    expect(await known('stat')).toBeNull()
    expect(await known('state is is null')).toContain('syntax error')
  })
})

describe('expressions on SQLite', () => {
  let session: Session
  beforeAll(async () => {
    session = await sqlite.connect('sqlite::memory:', 'reconcile')
    await session.execute('create table kept (id integer)')
  })
  afterAll(() => session.close())
  const columns: [string, string][] = [
    ['id', 'integer'],
    ['body', 'text'],
  ]

  test.each(['rowid', 'notes.rowid', 'coming(body)', '(select coming from kept)', '"body"'])(
    '%s may work',
    async (text) => {
      expect(await judge(sqlite, session, columns)(text)).toBeNull()
    },
  )

  test.each([
    ['body is is null', 'syntax error'],
    ['1); drop table kept; --', 'more than one statement'],
    ["'open", 'unrecognized token'],
    ['bdy', 'no such column: bdy'],
  ])('%s cannot', async (text, message) => {
    expect(await judge(sqlite, session, columns)(text)).toContain(message)
    expect(await session.query('select * from kept')).toEqual([])
  })
})
