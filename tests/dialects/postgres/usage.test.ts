import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Session } from '../../../src/dialects/session.ts'
import type { Leaving } from '../../../src/model/usage.ts'
import { postgresEngines } from '../../apply/support/engines.ts'
import { countStatements } from '../../support/count-statements.ts'
import type { FreshDatabase } from '../../support/databases.ts'

const named = (name: string) => ({ schema: 'public', name })
const nothing: Leaving = { tables: [], columns: [], routines: [] }
const column: Leaving = { ...nothing, columns: [{ table: named('notes'), column: 'old' }] }

describe.each(postgresEngines())('use on $name', ({ dialect, fresh }) => {
  let database: FreshDatabase
  let session: Session
  beforeEach(async () => {
    database = await fresh()
    await elsewhere('create table notes (id bigint primary key, old text)')
    session = await dialect.connect(database.url, 'usage test')
  })
  afterEach(async () => {
    await session.close()
    await database.dispose()
  })

  /** In a session of its own: what it has done is counted when it ends. */
  async function elsewhere(...statements: readonly string[]): Promise<void> {
    const client = new pg.Client({ connectionString: database.url })
    await client.connect()
    try {
      for (const sql of statements) await client.query(sql)
    } finally {
      await client.end()
    }
  }

  test('of tables: by anybody, in every partition, and by this session before', async () => {
    await elsewhere(
      'create table events (id bigint, day integer) partition by range (day)',
      'create table events_1 partition of events for values from (1) to (2)',
    )
    const leaving = { ...nothing, tables: [named('notes'), named('events')] }
    const { counters: zero } = await dialect.usage(session, leaving)
    await session.query('select count(*) from notes')
    const { counters: first } = await dialect.usage(session, leaving)
    expect(first).toMatchObject({ tablesUnknown: null, columnsUnknown: null, columns: [] })
    expect((await dialect.usage(session, leaving)).counters).toEqual(first)
    await elsewhere('select old from notes', 'insert into events values (1, 1), (2, 1)')
    const { counters: second } = await dialect.usage(session, leaving)
    expect(second.epoch).toBe(first.epoch)
    const [events = { scans: 0, writes: 0 }, notes = { scans: 0, writes: 0 }] = first.tables
    expect(notes.scans).toBe((zero.tables[1]?.scans ?? 0) + 1)
    expect(second.tables).toEqual([
      { table: named('events'), scans: events.scans, writes: events.writes + 2 },
      { table: named('notes'), scans: notes.scans + 1, writes: notes.writes },
    ])
    await elsewhere('select pg_stat_reset()')
    expect((await dialect.usage(session, leaving)).counters.epoch).not.toBe(first.epoch)
  })

  test('of columns: by statements that name them, as far as they may be seen', async () => {
    expect((await dialect.usage(session, column)).counters.columnsUnknown).toContain('CREATE EXTENSION')
    await countStatements(database.url)
    await session.close()
    session = await dialect.connect(database.url, 'usage test')
    await elsewhere('select id from notes', 'select id as old from (select 1 as id) n', 'select old from notes')
    const { columns, columnsUnknown } = (await dialect.usage(session, column)).counters
    expect(columnsUnknown).toBeNull()
    expect(columns).toMatchObject([{ column: 'old', statements: [{ calls: 1, text: 'select old from notes' }] }])
    await elsewhere(`update public.notes set "old" = 'x' where id = 7`, 'select old from notes')
    expect(
      (await dialect.usage(session, column)).counters.columns[0]?.statements.map(({ calls }) => calls).toSorted(),
    ).toEqual([1, 2])
    const before = (await dialect.usage(session, column)).counters.epoch
    await elsewhere('revoke select on pg_stat_statements from public')
    await session.query('set role app')
    expect((await dialect.usage(session, column)).counters.columnsUnknown).toContain(
      'GRANT SELECT ON public.pg_stat_statements, public.pg_stat_statements_info TO app',
    )
    await session.query('reset role')
    await elsewhere('grant select on pg_stat_statements to public', 'select pg_stat_statements_reset()')
    expect((await dialect.usage(session, column)).counters.epoch).not.toBe(before)
    await elsewhere('select old from notes')
    await session.query('set role app')
    expect((await dialect.usage(session, column)).counters.columnsUnknown).toContain('GRANT pg_read_all_stats TO app')
  })

  test('by routines whose text speaks of it, but for those that go or change as well', async () => {
    await elsewhere(
      `create function one(integer) returns bigint language sql as 'select count(old) from notes where id > $1'`,
      `create function two() returns void language plpgsql as 'begin perform id from notes; end'`,
      `create procedure three(a text) language plpgsql as 'begin update notes set old = a; end'`,
    )
    const gone = (text: string | null): Leaving => ({
      ...column,
      tables: [named('other')],
      routines: [{ name: named('three(text)'), text }],
    })
    const one = { routine: named('one(integer)'), of: 'notes.old' }
    expect((await dialect.usage(session, gone(null))).routines).toEqual([one])
    expect((await dialect.usage(session, gone('update notes set id = 1'))).routines).toEqual([one])
    expect((await dialect.usage(session, gone('select max(old) from notes'))).routines).toEqual([
      one,
      { routine: named('three(text)'), of: 'notes.old' },
    ])
    const table = { ...nothing, tables: [named('notes')] }
    expect((await dialect.usage(session, table)).routines.map(({ routine }) => routine.name)).toEqual([
      'one(integer)',
      'three(text)',
      'two()',
    ])
  })

  test('by trigger functions, which do not name their table', async () => {
    const body = `returns trigger language plpgsql as 'begin new.old := 1; return new; end'`
    await elsewhere(
      `create function stamp() ${body}`,
      `create function elsewhere() ${body}`,
      'create table others (old text)',
      'create trigger a before insert on notes for each row execute function stamp()',
      'create trigger b before insert on others for each row execute function elsewhere()',
    )
    expect((await dialect.usage(session, column)).routines).toEqual([{ routine: named('stamp()'), of: 'notes.old' }])
  })

  test('sessions by their names, and without one; none of the server', async () => {
    const client = new pg.Client({ connectionString: database.url })
    await client.connect()
    try {
      for (const role of ['session_user', 'app']) {
        await session.query(role === 'app' ? 'set role app' : 'reset role')
        expect((await dialect.namedSessions(session)).map(({ application }) => application)).toEqual([''])
      }
    } finally {
      await client.end()
    }
  })
})
