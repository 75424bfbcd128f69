import { describe, expect, it } from 'vitest'
import type { SqliteSession } from '../../../src/dialects/sqlite/connect.ts'
import { batches } from '../../../src/dialects/sqlite/words/batches.ts'
import type { Backfill } from '../../../src/model/backfill.ts'
import type { KeyColumn } from '../../../src/model/step.ts'
import { main, memory, tableNamed } from './tables.ts'

const archive = main('_rq_1_t_fill')

function fill(where = 'filled is null'): Backfill {
  return {
    name: 'fill',
    table: main('t'),
    set: [{ column: 'filled', expression: "'f' || t.n" }],
    where,
    batch: { rows: 2, targetMs: 100 },
  }
}

async function walk(
  session: SqliteSession,
  key: readonly KeyColumn[],
  backfill: Backfill,
  rows: number,
): Promise<{ cursors: string[][]; changed: number }> {
  const cursors: string[][] = []
  let changed = 0
  for (let from: string[] | null = null; ; ) {
    const end = batches.end(main('t'), key, from, rows)
    const [row] = await session.query(end.sql, end.params)
    if (row === undefined) return { cursors, changed }
    const to = Object.entries(row)
      .filter(([name]) => name !== 'rows')
      .map(([, value]) => String(value))
    for (const word of [batches.keepOld, batches.update, batches.keepNew]) {
      const command =
        word === batches.update
          ? batches.update(backfill, key, from, to)
          : (word === batches.keepOld ? batches.keepOld : batches.keepNew)(backfill, key, archive, from, to)
      const done = await session.execute(command.sql, command.params)
      if (word === batches.update) changed += done
    }
    cursors.push(to)
    from = to
    if (cursors.length > 100) throw new Error('it never ends')
  }
}

const cases: readonly (readonly [string, string, string, readonly KeyColumn[]])[] = [
  [
    'an integer key',
    'create table t (id integer primary key, n int, filled text)',
    'insert into t (id, n) values (-5, 1), (0, 2), (9, 3), (10, 4), (9007199254740993, 5), (9007199254740994, 6), (9223372036854775807, 7)',
    [{ column: 'id', type: 'integer' }],
  ],
  [
    'a text key',
    'create table t (id text primary key, n int, filled text) without rowid',
    `insert into t (id, n) values ('', 1), ('10', 2), ('9', 3), ('é', 4), ('😀', 5), ('it''s', 6), (char(1) || 'x', 7)`,
    [{ column: 'id', type: 'text' }],
  ],
  [
    'a key of two columns',
    'create table t (a text not null collate nocase, b integer not null, n int, filled text, primary key (b, a)) without rowid',
    `insert into t (a, b, n) values ('a', 1, 1), ('B', 1, 2), ('c', 1, 3), ('A', 2, 4), ('z', 2, 5), ('y', 10, 6), ('x', 9, 7)`,
    [
      { column: 'b', type: 'integer' },
      { column: 'a', type: 'text' },
    ],
  ],
  [
    'a real key',
    'create table t (id real not null unique, n int, filled text)',
    'insert into t (id, n) values (0.1, 1), (0.30000000000000004, 2), (0.3, 3), (1e300, 4), (-1.5, 5), (2, 6), (1.0000000000000002, 7)',
    [{ column: 'id', type: 'real' }],
  ],
  [
    'a blob key',
    'create table t (id blob not null unique, n int, filled text)',
    `insert into t (id, n) values (x'', 1), (x'00', 2), (x'ff', 3), (x'0a0b', 4), (x'27', 5), (x'0a', 6), (x'01', 7)`,
    [{ column: 'id', type: 'blob' }],
  ],
  [
    'a key of mixed storage classes',
    'create table t (id integer not null unique, n int, filled text)',
    `insert into t (id, n) values (1, 1), (2, 2), ('abc', 3), ('it''s', 4), (1.5, 5), (x'0a', 6), (x'0b', 7)`,
    [{ column: 'id', type: 'integer' }],
  ],
  [
    'no key',
    'create table t (n int, filled text)',
    'insert into t (rowid, n) values (1, 1), (2, 2), (5, 3), (6, 4), (7, 5), (100, 6), (101, 7)',
    [],
  ],
]

describe('batches', () => {
  it.each(cases)('walk along %s, keep what was there and give it back', async (_name, create, insert, key) => {
    const session = await memory(create, insert, "update t set filled = 'mine' where n = 2")
    const before = await session.query('select * from t order by n')
    await session.execute(batches.createArchive(archive, await tableNamed(session, 't'), fill(), key).sql)
    const { cursors, changed } = await walk(session, key, fill(), 3)
    expect([cursors.length, changed]).toEqual([3, 6])
    const filled = await session.query('select * from t order by n')
    expect(filled).toEqual(before.map((row) => (row['n'] === 2 ? row : { ...row, filled: `f${String(row['n'])}` })))

    // The application writes to two rows; those it keeps.
    await session.execute("update t set filled = 'app' where n = 4")
    await session.execute('update t set filled = null where n = 5')
    for (let from: string[] | null = null; ; ) {
      const end = batches.end(archive, key, from, 2)
      const [row] = await session.query(end.sql, end.params)
      if (row === undefined) break
      const to = Object.entries(row)
        .filter(([name]) => name !== 'rows')
        .map(([, value]) => String(value))
      const restore = batches.restore(fill(), key, archive, from, to)
      await session.execute(restore.sql, restore.params)
      from = to
    }
    expect(await session.query('select * from t order by n')).toEqual(
      before.map((row) => (row['n'] === 4 ? { ...row, filled: 'app' } : row)),
    )
  })

  it('counts the rows of a batch, the last one too', async () => {
    const session = await memory('create table t (id integer primary key)', 'insert into t values (1), (2), (3)')
    const key = [{ column: 'id', type: 'integer' }]
    const ask = async (from: string[] | null): Promise<unknown> => {
      const { sql, params } = batches.end(main('t'), key, from, 2)
      return session.query(sql, params)
    }
    expect([await ask(null), await ask(['2']), await ask(['3'])]).toEqual([
      [{ k1: '2', rows: 2 }],
      [{ k1: '3', rows: 1 }],
      [],
    ])
  })

  it('does not mistake a value of the application for its own when a row comes round again', async () => {
    const session = await memory(
      'create table t (id integer primary key, n int, filled text)',
      "insert into t values (1, 1, null), (2, 2, 'old')",
    )
    const key = [{ column: 'id', type: 'integer' }]
    const backfill = fill("filled is null or filled = 'old'")
    await session.execute(batches.createArchive(archive, await tableNamed(session, 't'), backfill, key).sql)
    await walk(session, key, backfill, 10)
    await session.execute("update t set filled = 'app' where id = 1")
    await session.execute('update t set filled = null where id = 2')
    await walk(session, key, backfill, 10)
    const restore = batches.restore(backfill, key, archive, null, ['2'])
    await session.execute(restore.sql, restore.params)
    expect(await session.query('select id, filled from t')).toEqual([
      { id: 1, filled: 'app' },
      { id: 2, filled: 'old' },
    ])
  })

  it('uses the index of the key for a range', async () => {
    const session = await memory(
      'create table t (a int not null, b int not null, n int, filled text, primary key (a, b)) without rowid',
    )
    const { sql, params } = batches.update(
      fill(),
      [
        { column: 'a', type: 'int' },
        { column: 'b', type: 'int' },
      ],
      ['1', '1'],
      ['2', '2'],
    )
    const [plan] = await session.query(`explain query plan ${sql}`, params)
    expect(plan?.['detail']).toMatch(/^SEARCH t USING PRIMARY KEY \(\(a,b\)>\(\?,\?\)/)
  })
})
