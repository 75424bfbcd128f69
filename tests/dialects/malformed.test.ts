import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Dialect } from '../../src/dialects/dialect.ts'
import { postgres } from '../../src/dialects/postgres/dialect.ts'
import { expressionScope } from '../../src/dialects/expression-scope.ts'
import type { Session } from '../../src/dialects/session.ts'
import { sqlite } from '../../src/dialects/sqlite/dialect.ts'
import type { View } from '../../src/model/objects/view.ts'
import { emptySchema, type Schema } from '../../src/model/schema.ts'
import { type FreshPostgres, freshPostgres, postgresMajors } from '../support/databases.ts'
import { column, inPublic, table } from '../support/tables.ts'

const seen: View = {
  kind: 'view',
  name: inPublic('seen'),
  on: null,
  comment: null,
  columnComments: {},
  columnDefaults: {},
  names: null,
  query: 'select id as said from kept',
  options: {},
  columns: null,
}

/** What an expression over `notes` is told, where `kept` gets a column and `late` is yet to come; null: nothing. */
function judge(dialect: Dialect, session: Session, columns: readonly [string, string][]) {
  const all = columns.map(([name, type]) => column(name, type))
  const inScope = (name: string) => ({ schema: dialect.defaultSchema, name })
  const schema: Schema = {
    ...emptySchema,
    tables: [
      table(inScope('notes'), all),
      table(inScope('kept'), [column('id', 'integer'), column('coming', 'integer')]),
      table(inScope('late'), [column('id', 'integer')]),
      table({ schema: 'crm', name: 'people' }, [column('afar', 'integer')]),
    ],
    objects: [{ ...seen, name: inScope('seen') }],
  }
  const scope = expressionScope([schema], dialect.defaultSchema)
  return async (text: string): Promise<string | null> =>
    (await dialect.malformed(session, inScope('notes'), all, text, scope))?.message ?? null
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
    '(select id from late)',
    '(select kept.id from kept, late where late.id = notes.id)',
    '(select said from seen)',
    '(select afar from crm.people)',
    '(select public.kept.coming from public.kept)',
    '(select kept.xmin::text from kept)',
    '(with recent as (select id as key from late) select key from recent)',
    '1 / 0',
  ])('%s may work', async (text) => {
    expect(await judge(postgres, session, columns)(text)).toBeNull()
  })

  test.each([
    ['body is is null', 'syntax error'],
    ['body); drop table kept; --', 'multiple commands'],
    ['bdy', 'column "bdy" does not exist'],
    ['notes.bdy', 'column notes.bdy does not exist'],
    ['(select id from coming)', 'relation "coming" does not exist'],
    ['(select code from kept where kept.id = notes.id)', 'column "code" does not exist'],
    ['(select k.body from kept k)', 'column k.body does not exist'],
    ['(select late.bdy from late)', 'column late.bdy does not exist'],
    ['(select id from kept where kept.id = notes.bdy)', 'column notes.bdy does not exist'],
    ['(select least.id from kept)', 'missing FROM-clause entry for table "least"'],
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

  test.each([
    'rowid',
    'notes.rowid',
    'coming(body)',
    '(select coming from kept)',
    '(select id from late)',
    '(select said from seen)',
    '"body"',
  ])('%s may work', async (text) => {
    expect(await judge(sqlite, session, columns)(text)).toBeNull()
  })

  test.each([
    ['body is is null', 'syntax error'],
    ['1); drop table kept; --', 'more than one statement'],
    ["'open", 'unrecognized token'],
    ['bdy', 'no such column: bdy'],
    ['(select id from coming)', 'no such table: coming'],
    ['(select k.body from kept k)', 'no such column: k.body'],
    ['(select late.bdy from late)', 'no such column: late.bdy'],
  ])('%s cannot', async (text, message) => {
    expect(await judge(sqlite, session, columns)(text)).toContain(message)
    expect(await session.query('select * from kept')).toEqual([])
  })
})
