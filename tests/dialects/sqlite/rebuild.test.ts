import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { connect, type SqliteSession } from '../../../src/dialects/sqlite/connect.ts'
import { introspect } from '../../../src/dialects/sqlite/introspect.ts'
import { words } from '../../../src/dialects/sqlite/words/words.ts'
import type { SchemaObject } from '../../../src/model/object.ts'
import { tableOf } from '../../../src/model/schema.ts'
import type { Table } from '../../../src/model/table.ts'
import { freshSqlite, type FreshSqlite } from '../../support/databases.ts'
import { copyOf, limits, run, tableNamed } from './tables.ts'
import { column } from '../../support/tables.ts'

let file: FreshSqlite
let session: SqliteSession

beforeEach(async () => {
  file = await freshSqlite()
  session = await connect(file.url)
})

afterEach(async () => {
  await session.close()
  await file.remove()
})

const setUp = [
  'create table parents (id integer primary key, name text)',
  `create table t (
     id integer not null constraint t_pkey primary key autoincrement,
     parent integer references parents on delete restrict,
     boss integer references t (id) on delete set null,
     name text not null collate nocase,
     shout text as (upper(name)) stored,
     constraint t_name_key unique (name))`,
  'create index t_parent_idx on t (parent)',
  'create table children (id integer primary key, t integer not null references t on delete cascade)',
  'create table log (what text)',
  'create view v as select name, shout from t',
  'create trigger on_t after insert on t begin insert into log values (new.name); end',
  'create trigger on_log after insert on log begin update t set parent = parent where id = 1; end',
  "insert into parents values (1, 'p')",
  "insert into t (id, parent, boss, name) values (1, 1, null, 'Ann'), (2, 1, 1, 'Bob'), (9, null, 2, 'Cy')",
  'insert into children values (1, 1), (2, 2), (3, 9)',
  'delete from children where id = 3',
  'delete from t where id = 9',
]

async function start(): Promise<Table> {
  for (const sql of setUp) await session.execute(sql)
  return tableNamed(session, 't')
}

async function triggersOn(table: string): Promise<SchemaObject[]> {
  const { objects } = await introspect(session)
  return objects.filter(({ on }) => on?.name.name === table)
}

function widened(before: Table): Table {
  return {
    ...before,
    columns: [
      ...before.columns.map((member) => (member.name === 'parent' ? { ...member, default: '1' } : member)),
      column('extra', 'text', { default: "'new'" }),
    ],
  }
}

async function everything(): Promise<unknown> {
  const data = await Promise.all(
    ['parents', 't', 'children', 'log', 'v', 'sqlite_sequence'].map((name) =>
      session.query(`select * from ${name} order by 1`),
    ),
  )
  return { data, schema: await session.query('select type, name, sql from sqlite_schema order by type, name') }
}

describe('rebuildTable', () => {
  it('keeps rows, child rows, keys, triggers, views, indexes and the AUTOINCREMENT mark', async () => {
    const before = await start()
    const after = widened(before)
    const attached = await triggersOn('t')
    const old = await session.query('select * from t order by id')
    const logged = await session.query('select * from log')
    await session.transaction('rebuild', limits, () =>
      run(session, words.rebuildTable(before, after, copyOf(before, after), attached)),
    )

    expect(await tableNamed(session, 't')).toEqual(after)
    expect(await session.query('select * from t order by id')).toEqual(old.map((row) => ({ ...row, extra: 'new' })))
    expect(await session.query('select * from children order by id')).toEqual([
      { id: 1, t: 1 },
      { id: 2, t: 2 },
    ])
    expect(await session.query('select * from log')).toEqual(logged)
    expect(await session.query('pragma foreign_key_check')).toEqual([])
    expect(await session.query('select shout from v order by 1')).toEqual([{ shout: 'ANN' }, { shout: 'BOB' }])
    await session.execute("insert into t (name) values ('Dan')")
    expect(await session.query("select id from t where name = 'dan'")).toEqual([{ id: 10 }])
    expect(await session.query("select count(*) as n from log where what = 'Dan'")).toEqual([{ n: 1 }])
    await expect(session.execute('insert into children values (7, 99)')).rejects.toMatchObject({
      code: 'SQLITE_CONSTRAINT_FOREIGNKEY',
    })
    await session.execute('delete from t where id = 1')
    expect(await session.query('select * from children')).toEqual([{ id: 2, t: 2 }])
    expect(await session.query('select boss from t where id = 2')).toEqual([{ boss: null }])
  })

  it('goes back to exactly what was there', async () => {
    const before = await start()
    const after = widened(before)
    const attached = await triggersOn('t')
    const rows = await session.query('select * from t')
    await session.transaction('rebuild', limits, () =>
      run(session, words.rebuildTable(before, after, copyOf(before, after), attached)),
    )
    await session.transaction('rebuild', limits, () =>
      run(session, words.rebuildTable(after, before, copyOf(after, before), attached)),
    )
    expect(await tableNamed(session, 't')).toEqual(before)
    expect(await session.query('select * from t')).toEqual(rows)
    expect(await session.query("select seq from sqlite_sequence where name = 't'")).toEqual([{ seq: 9 }])
  })

  it('leaves everything as it was when it fails, pragmas included', async () => {
    const before = await start()
    const after = {
      ...before,
      columns: before.columns.map((member) => (member.name === 'parent' ? { ...member, nullable: false } : member)),
    }
    await session.execute('update t set parent = null where id = 2')
    const state = await everything()
    const failing = words.rebuildTable(before, after, copyOf(before, after), await triggersOn('t'))
    await expect(session.transaction('rebuild', limits, () => run(session, failing))).rejects.toMatchObject({
      code: 'SQLITE_CONSTRAINT_NOTNULL',
    })
    for (let steps = 1; steps < failing.length; steps += 1) {
      const dying = async (): Promise<void> => {
        await run(session, words.rebuildTable(before, widened(before), copyOf(before, before), []).slice(0, steps))
        throw new Error('power cut')
      }
      await expect(session.transaction('rebuild', limits, dying)).rejects.toThrow('power cut')
    }
    expect(await everything()).toEqual(state)
    expect(await session.query('pragma foreign_keys')).toEqual([{ foreign_keys: 1 }])
    expect(await session.query('pragma legacy_alter_table')).toEqual([{ legacy_alter_table: 0 }])
  })

  it('keeps the rowids of a table whose columns do not show them, and copes with a column called rowid', async () => {
    await session.execute('create table n (rowid text, a int)')
    await session.execute("insert into n values ('x', 1), ('y', 2), ('z', 3)")
    await session.execute('delete from n where a < 3')
    const before = await tableNamed(session, 'n')
    const after = { ...before, columns: [...before.columns, column('b', 'int', { default: '4' })] }
    await session.transaction('rebuild', limits, () =>
      run(session, words.rebuildTable(before, after, copyOf(before, after), [])),
    )
    expect(await session.query('select _rowid_ as position, * from n')).toEqual([
      { position: 3, rowid: 'z', a: 3, b: 4 },
    ])
  })

  it('asks questions that a sound rebuild answers alike and a broken one does not', async () => {
    const before = await start()
    const schema = await introspect(session)
    const after = { ...before, columns: before.columns.filter(({ name }) => name !== 'shout') }
    const checks = words.questions.rebuildChecks(before, schema.objects, (name) => tableOf(schema, name))
    const answers = async (): Promise<unknown[]> =>
      Promise.all(checks.filter(({ expect: wanted }) => wanted === 'unchanged').map(({ sql }) => session.query(sql)))
    const sound = await answers()
    for (const { sql } of checks) await session.query(sql)
    const attached = await triggersOn('t')
    await session.transaction('rebuild', limits, () =>
      run(session, words.rebuildTable(before, after, copyOf(before, after), attached)),
    )
    const view = checks.find(({ sql }) => sql.includes('from v'))
    await expect(session.query(view?.sql ?? '')).rejects.toThrow('no such column: shout')
    await session.execute('pragma foreign_keys = off')
    await session.execute('delete from t where id = 2')
    await session.execute('update t set parent = 77 where id = 1')
    const broken = await answers()
    expect(sound).toEqual([[], []])
    expect(broken).toEqual([[{ table: 'children', rowid: 2, parent: 't' }], [{ parent: 'parents', rows: 1 }]])
  })
})

describe('rebuildChecks', () => {
  const lost = async (name: string): Promise<unknown> => {
    const table = await tableNamed(session, name)
    const check = words.questions
      .rebuildChecks(table, [], () => undefined)
      .find(({ failure }) => failure.startsWith('rows of other tables'))
    return session.query(check?.sql ?? '')
  }

  it('finds whoever points to the table, however they write its name, and nobody else', async () => {
    for (const sql of [
      'pragma foreign_keys = off',
      'create table t (id integer primary key, other integer references u, t integer references t)',
      'create table u (id integer primary key)',
      'create table a (t integer references "T", u integer references u)',
      'create table "a ""b""" (t integer references [t] (id))',
      'create table tt (t integer references t)',
      'create table away (tt integer references u)',
      'insert into t values (1, 5, 6)',
      'insert into a values (7, 5)',
      'insert into "a ""b""" values (8)',
      'insert into tt values (1), (9)',
      'insert into away values (4)',
    ])
      await session.execute(sql)
    expect(await lost('t')).toEqual([
      // What a table says of others is the same before and after.
      { table: 'a', rowid: 1, parent: 'T' },
      { table: 'a', rowid: 1, parent: 'u' },
      { table: 'a "b"', rowid: 1, parent: 't' },
      { table: 'tt', rowid: 2, parent: 't' },
    ])
    expect(await lost('away')).toEqual([])
  })

  it('finds them where the name is no word', async () => {
    for (const sql of [
      'pragma foreign_keys = off',
      'create table "it""s" (id integer primary key)',
      'create table a (t integer references [IT"S])',
      'insert into a values (7)',
    ])
      await session.execute(sql)
    expect(await lost('it"s')).toEqual([{ table: 'a', rowid: 1, parent: 'IT"S' }])
  })
})

describe('quarantineTable and restoreTable', () => {
  it.each(['t', 'children', 'log'])('move %s away with its rows, free its names, and bring it back', async (name) => {
    await start()
    for (const view of ['v']) await session.execute(`drop view ${view}`)
    if (name === 't') await session.execute('drop table children')
    const before = await tableNamed(session, name)
    const attached = await triggersOn(name)
    const rows = await session.query(`select rowid as position, * from ${name} order by 1`)
    const catalog = await session.query(
      "select type, name, tbl_name from sqlite_schema where name not like 'sqlite_%' order by type, name",
    )
    const keptAs = { schema: 'main', name: `_rq_1_${name}` }
    await session.transaction('rebuild', limits, () =>
      run(session, words.quarantineTable(before, keptAs, attached, [])),
    )

    const schema = await introspect(session)
    expect(schema.quarantined).toEqual([keptAs])
    expect(schema.tables.map(({ name: found }) => found.name)).not.toContain(name)
    expect(await session.query(`select rowid as position, * from ${keptAs.name} order by 1`)).toEqual(rows)
    expect(await session.query('select count(*) as n from pragma_foreign_key_list(?)', [keptAs.name])).toEqual([
      { n: 0 },
    ])
    for (const { name: free } of before.indexes) await session.execute(`create index ${free} on parents (name)`)
    for (const { name: free } of before.indexes) await session.execute(`drop index ${free}`)

    await session.transaction('rebuild', limits, () => run(session, words.restoreTable(before, keptAs, attached, [])))
    expect(await tableNamed(session, name)).toEqual(before)
    expect(await session.query(`select rowid as position, * from ${name} order by 1`)).toEqual(rows)
    expect(
      await session.query(
        "select type, name, tbl_name from sqlite_schema where name not like 'sqlite_%' order by type, name",
      ),
    ).toEqual(catalog)
  })
})
