import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { dirname, join } from 'node:path'
import { execPath, pid } from 'node:process'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sqlite } from '../../../src/dialects/sqlite/dialect.ts'
import { connect, type SqliteSession } from '../../../src/dialects/sqlite/connect.ts'
import { types } from '../../../src/dialects/sqlite/column-types.ts'
import { nameKey } from '../../../src/model/name.ts'
import { freshSqlite, type FreshSqlite } from '../../support/databases.ts'
import { limits, main, memory } from './tables.ts'

let file: FreshSqlite
const sessions: SqliteSession[] = []

async function open(url = file.url): Promise<SqliteSession> {
  const session = await connect(url)
  sessions.push(session)
  return session
}

beforeEach(async () => {
  file = await freshSqlite()
})

afterEach(async () => {
  for (const session of sessions.splice(0)) await session.close()
  await file.remove()
})

describe('connect', () => {
  it('creates the file and its directory in WAL mode, and leaves the mode of an existing one', async () => {
    const path = join(dirname(file.path), 'deep', 'er', 'new.db')
    const created = await open(`sqlite:${path}`)
    expect(await created.query('pragma journal_mode')).toEqual([{ journal_mode: 'wal' }])
    await created.execute('pragma journal_mode = delete')
    await created.execute('create table t (a)')
    await created.close()
    const again = await open(`sqlite:${path}`)
    expect(await again.query('pragma journal_mode')).toEqual([{ journal_mode: 'delete' }])
    expect(await again.query('pragma foreign_keys')).toEqual([{ foreign_keys: 1 }])
    expect(again.serverVersion).toMatch(/^3\.\d+\.\d+$/)
  })

  it('says what is wrong with a file that it cannot open', async () => {
    writeFileSync(file.path, 'this is no database, and it is long enough to be looked at, or so one hopes'.repeat(20))
    await expect(connect(file.url)).rejects.toMatchObject({
      code: 'unreachable',
      sqlState: 'SQLITE_NOTADB',
      message: expect.stringContaining(file.path),
    })
    const directory = join(dirname(file.path), 'directory.db')
    mkdirSync(directory)
    await expect(connect(`sqlite:${directory}`)).rejects.toMatchObject({
      code: 'unreachable',
      sqlState: 'SQLITE_CANTOPEN',
    })
    await expect(connect(`sqlite:${join(file.path, 'x.db')}`)).rejects.toMatchObject({ code: 'unreachable' })
    await expect(connect('sqlite:')).rejects.toMatchObject({ code: 'usage' })
  })
})

describe('a session', () => {
  it('gives integers exactly and takes booleans', async () => {
    const session = await memory('create table t (a)')
    await session.execute('insert into t values (?), (?), (?), (?)', [9007199254740993n, 42, true, -9007199254740991n])
    expect(await session.query('select a from t')).toEqual([
      { a: 9007199254740993n },
      { a: 42 },
      { a: 1 },
      { a: -9007199254740991 },
    ])
    expect(await session.execute('delete from t where a < 100 returning a')).toBe(3)
    expect(await session.execute('pragma user_version = 3')).toBe(0)
  })

  it('commits, rolls back, does not nest, and gives up on a lock in time', async () => {
    const one = await open()
    const two = await open()
    await one.execute('create table t (a)')
    await one.transaction('write', limits, async () => {
      await one.execute('insert into t values (1)')
      await expect(two.transaction('write', limits, async () => 1)).rejects.toMatchObject({ code: 'SQLITE_BUSY' })
      await expect(one.transaction('read', limits, async () => 1)).rejects.toMatchObject({ code: 'bug' })
      expect(await two.query('select * from t')).toEqual([])
    })
    await expect(
      one.transaction('write', limits, async () => {
        await one.execute('delete from t')
        throw new Error('no')
      }),
    ).rejects.toThrow('no')
    await one.scratch(() => one.execute('delete from t'))
    await one.alone('create table u (a)', limits)
    expect(await two.query('select a from t')).toEqual([{ a: 1 }])
    expect(await two.query('select * from u')).toEqual([])
  })

  it('rebuilds only with foreign_keys off and legacy_alter_table on, and puts both back as they were', async () => {
    const session = await open()
    await session.execute('pragma legacy_alter_table = on')
    const flags = async (): Promise<unknown> => [
      await session.query('pragma foreign_keys'),
      await session.query('pragma legacy_alter_table'),
    ]
    const before = await flags()
    const during = await session.transaction('rebuild', limits, flags)
    expect(during).toEqual([[{ foreign_keys: 0 }], [{ legacy_alter_table: 1 }]])
    expect(await flags()).toEqual(before)
    const driver = session.driver as { exec(sql: string): void }
    driver.exec('begin')
    await expect(session.transaction('rebuild', limits, async () => 1)).rejects.toMatchObject({ code: 'bug' })
  })
})

describe('mutex', () => {
  it('is held by one, who is named, and goes with the session', async () => {
    const one = await open()
    const two = await open()
    const first = await sqlite.mutex(one, 'ann@host pid 1')
    expect(first).toMatchObject({ acquired: true, heldBy: null })
    expect(await sqlite.mutex(two, 'bob')).toMatchObject({
      acquired: false,
      heldBy: expect.stringMatching(/^ann@host pid 1, since \d{4}-/),
    })
    await first.release()
    const second = await sqlite.mutex(two, 'bob')
    expect(second.acquired).toBe(true)
    await two.close()
    expect((await sqlite.mutex(one, 'ann')).acquired).toBe(true)
    expect((await sqlite.introspect(one)).tables).toEqual([])
  })

  it('is taken over from a process that has died, and from an earlier one of our own number', async () => {
    const session = await open()
    const dead = Number(execFileSync(execPath, ['-p', 'process.pid'], { encoding: 'utf8' }))
    await (await sqlite.mutex(session, 'x')).release()
    for (const [owner, host, taken] of [
      [dead, hostname(), true],
      [pid, hostname(), true],
      [dead, 'elsewhere', false],
    ] as const) {
      await session.execute("insert or replace into _reconcile_lock values (1, 'token', 'them', ?, ?, '2020-01-01')", [
        owner,
        host,
      ])
      const mutex = await sqlite.mutex(session, 'us')
      expect([owner, host, mutex.acquired]).toEqual([owner, host, taken])
      await mutex.release()
    }
  })
})

describe('failure', () => {
  it.each([
    ['insert into t (b) values (1)', 'SQLITE_CONSTRAINT_NOTNULL', 'data'],
    ['insert into t (a) values (1), (1)', 'SQLITE_CONSTRAINT_UNIQUE', 'data'],
    ['insert into t (a, b) values (1, 77)', 'SQLITE_CONSTRAINT_FOREIGNKEY', 'data'],
    ['insert into t (a) values (-1)', 'SQLITE_CONSTRAINT_CHECK', 'data'],
    ['alter table t alter column b set not null', 'SQLITE_CONSTRAINT', 'data'],
    ['select * from nowhere', 'SQLITE_ERROR', 'other'],
    ['alter table p rename to q', 'SQLITE_ERROR', 'other'],
  ])('knows what %s means', async (sql, code, kind) => {
    const session = await memory(
      'create table p (id integer primary key)',
      'create table t (a int not null unique check (a > 0), b int references p)',
      'insert into t (a) values (5)',
      'create view v as select * from nowhere_else',
    )
    const error = await session.execute(sql).then(
      () => null,
      (thrown: unknown) => thrown,
    )
    const failure = sqlite.failure(error)
    expect(failure).toMatchObject({ code, kind })
    expect(failure.entry?.choices).not.toEqual([])
  })

  it('tells a lock, a stale snapshot, a read-only database and a closed session apart', async () => {
    const one = await open()
    const two = await open()
    await one.execute('create table t (a)')
    const busy = await one.transaction('write', limits, () =>
      two.transaction('write', limits, async () => null).catch((error: unknown) => error),
    )
    expect(sqlite.failure(busy)).toMatchObject({ code: 'SQLITE_BUSY', kind: 'lock' })
    const stale = await one.transaction('read', limits, async () => {
      await one.query('select * from t')
      await two.execute('insert into t values (1)')
      return one.execute('insert into t values (2)').catch((error: unknown) => error)
    })
    expect(sqlite.failure(stale)).toMatchObject({ code: 'SQLITE_BUSY_SNAPSHOT', kind: 'conflict' })
    await one.execute('pragma query_only = on')
    expect(
      sqlite.failure(await one.execute('insert into t values (3)').catch((error: unknown) => error)),
    ).toMatchObject({ code: 'SQLITE_READONLY', kind: 'privilege' })
    await one.close()
    expect(sqlite.failure(await one.query('select 1').catch((error: unknown) => error))).toMatchObject({
      code: null,
      kind: 'lost',
    })
    expect(sqlite.failure(new Error('something else'))).toMatchObject({ code: null, kind: 'other' })
  })
})

describe('statistics and probe', () => {
  it('count a small file exactly', async () => {
    const session = await open()
    await session.execute('create table "odd \'name" (a)')
    await session.execute('create index i on "odd \'name" (a)')
    await session.execute(
      'with recursive n(i) as (select 1 union all select i + 1 from n where i < 1000) insert into "odd \'name" select i from n',
    )
    const { tables } = await sqlite.statistics(session)
    const found = tables.get(nameKey(main("odd 'name")))
    expect([...tables.keys()]).toEqual([nameKey(main("odd 'name"))])
    expect(found?.rows).toBe(1000)
    expect(found?.bytes).toBeGreaterThan(16_000)
  })

  it('see whether an index is there', async () => {
    const session = await memory('create table t (a)', 'create index i on t (a)')
    const about = { index: main('i'), table: main('t') }
    expect(await sqlite.probe(session, { kind: 'index_created', ...about })).toBe('done')
    expect(await sqlite.probe(session, { kind: 'index_dropped', ...about })).toBe('absent')
    await session.execute('drop index i')
    expect(await sqlite.probe(session, { kind: 'index_created', ...about })).toBe('absent')
    expect(await sqlite.probe(session, { kind: 'index_dropped', ...about })).toBe('done')
  })
})

describe('types', () => {
  it.each([
    ['int', 'integer'],
    ['BIGINT', 'integer'],
    ['boolean', 'integer'],
    ['timestamptz', 'text'],
    ['timestamp(3) with time zone', 'text'],
    ['varchar(20)', 'text'],
    ['character varying (20)', 'text'],
    ['numeric(10, 2)', 'numeric'],
    ['double  precision', 'real'],
    ['bytea', 'blob'],
    ['text[]', 'text'],
    ['integer[][]', 'text'],
    ['jsonb', 'text'],
    ['order_status', null],
    ['order_status[]', null],
  ])('%s is declared as %s', (written, declared) => {
    expect(types.canonical(written)).toBe(declared)
  })

  it('say what is not enforced', () => {
    expect(types.fidelity('varchar(20)')).toBe('varchar(20): length is not enforced')
    expect(types.fidelity('varchar')).toBeNull()
    expect(types.fidelity('bigint')).toBeNull()
    expect(types.fidelity('text')).toBeNull()
    expect(types.fidelity('timestamptz')).toContain('kept as text')
    expect(types.fidelity('int[]')).toContain('JSON')
  })

  it('give declared types that STRICT tables take, numeric aside', async () => {
    for (const declared of new Set(types.known.map((name) => types.canonical(name)))) {
      const created = memory(`create table t (a ${String(declared)}) strict`).then(
        () => true,
        () => false,
      )
      expect([declared, await created]).toEqual([declared, declared !== 'numeric'])
    }
  })
})
