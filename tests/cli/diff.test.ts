import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { documentOf } from './support/json.ts'
import { createWorld, postgresEngine, sqliteEngine, type World } from './support/world.ts'

const notes = (columns: string): string =>
  `tables:\n  notes:\n    columns: { id: bigint, ${columns} }\n    primary_key: [id]\n`

const spellings = `select pg_get_constraintdef(oid) as "check", pg_get_indexdef('open'::regclass) as index,
  pg_get_viewdef('sent'::regclass) as view from pg_constraint where conname = 'orders_state_check'`

function definitionsOf([row = {}]: readonly Record<string, unknown>[]): { check: string; index: string; view: string } {
  return { check: String(row['check']), index: String(row['index']), view: String(row['view']) }
}

describe('diff', () => {
  let world: World
  beforeAll(async () => {
    world = await createWorld(sqliteEngine())
    await world.write(notes('body: text'))
    await world.write(notes('body: text, done: { type: boolean, default: (true) }'), 'later.yaml')
  })
  afterAll(() => world.dispose())

  test('of two specs needs no database', async () => {
    const gone = { APP_URL: 'sqlite:/nowhere/at/all.db' }
    const { code, stdout } = await world.runWith({ env: gone }, 'diff', 'specs', 'later.yaml')
    expect([code, stdout]).toEqual([2, '  + add column notes.done\n1 change from specs to later.yaml.\n'])
    expect((await world.expect(2, 'diff', 'later.yaml', 'specs')).stdout).toContain('  - drop column notes.done\n')
  })

  test('carries out renames that the specs speak of', async () => {
    await world.expect(0, '--yes')
    await world.write(notes('text: { type: text, renamed_from: body }'), 'renamed.yaml')
    const { stdout } = await world.expect(2, 'diff', 'target:app', 'renamed.yaml')
    expect(stdout).toBe('  ~ rename column notes.body to text\n1 change from target:app to renamed.yaml.\n')
  })

  test('leaves out what the specs ignore', async () => {
    await world.sql('alter table notes add column tmp_1 text')
    await world.write(`${notes('body: text')}    ignore: [tmp_*]\n`, 'ignoring.yaml')
    await world.expect(0, 'diff', 'ignoring.yaml', 'target:app')
    await world.expect(0, 'diff', 'target:app', 'ignoring.yaml')
    await world.expect(2, 'diff', 'specs', 'target:app')
  })

  test('says what is wrong with a side', async () => {
    await world.write(notes('body: txet'), 'wrong.yaml')
    expect((await world.expect(65, 'diff', 'specs', 'wrong.yaml')).stderr).toContain('did you mean text')
    expect(documentOf(await world.expect(65, 'diff', 'specs', 'wrong.yaml', '--json'))).toMatchObject({ errors: 1 })
    expect((await world.expect(64, 'diff', 'specs', 'nowhere')).stderr).toContain('there is no nowhere to compare')
    expect((await world.expect(64, 'diff', 'specs')).stderr).toContain("missing required argument 'to'")
    expect((await world.expect(65, 'diff', 'specs', 'target:other')).stderr).toContain('no target called other')
    expect((await world.expect(69, 'diff', 'specs', 'postgres://127.0.0.1:1/x')).stderr).not.toContain('a bug')
    const fresh = await createWorld(sqliteEngine())
    try {
      expect((await fresh.expect(3, 'diff', 'recorded:app', 'target:app')).stderr).toContain('nothing is recorded')
    } finally {
      await fresh.dispose()
    }
  })

  test('of two databases takes what a server prints in two ways for the same', async () => {
    const orders = await createWorld(postgresEngine())
    const restored = await createWorld(postgresEngine())
    const states = `state varchar(9) check (state in ('new', 'sent'))`
    try {
      await orders.sql(`create table orders (id int primary key, ${states}, total int);
        create index open on orders (id) where state in ('new', 'sent');
        create view sent as select id from orders where state in ('sent', 'lost')`)
      // As pg_dump prints them, and as a server prints them that has read a dump.
      const { check, index, view } = definitionsOf(await orders.rows(spellings))
      await restored.sql(`create table orders (id int primary key, state varchar(9), total int);
        alter table orders add constraint orders_state_check ${check}; ${index}; create view sent as ${view}`)
      const again = definitionsOf(await restored.rows(spellings))
      expect(again.check).not.toBe(check)
      await orders.expect(0, 'diff', orders.url, restored.url)
      await orders.expect(0, 'diff', restored.url, orders.url)
      await restored.sql(`alter table orders drop constraint orders_state_check, alter total set not null;
        alter table orders add constraint orders_state_check check (state in ('new', 'gone'))`)
      const { stdout } = await orders.expect(2, 'diff', orders.url, restored.url)
      expect(stdout).toContain('~ replace check orders_state_check on orders')
      expect(stdout).toContain('2 changes from')
    } finally {
      await orders.dispose()
      await restored.dispose()
    }
  })

  test('tells of a table that is to be partitioned, and by which partition', async () => {
    const there = await createWorld(postgresEngine())
    try {
      const plain = notes('body: text')
      await there.write(plain)
      await there.expect(0, '--yes')
      const by =
        '    partition_by: { hash: [id] }\n    partitions: { notes_0: { renamed_from: notes, modulus: 1, remainder: 0 } }\n'
      await there.write(`${plain}${by}`, 'parted.yaml')
      const { stdout } = await there.expect(2, 'diff', 'target:app', 'parted.yaml')
      expect(stdout).toContain('  ~ partition table notes, with its rows as notes_0\n')
    } finally {
      await there.dispose()
    }
  })

  test('does not compare two engines', async () => {
    const other = await createWorld(postgresEngine())
    try {
      const { stderr } = await world.expect(64, 'diff', 'target:app', other.url)
      expect(stderr).toContain('they cannot be compared')
      expect(stderr).not.toContain(new URL(other.url).password)
    } finally {
      await other.dispose()
    }
  })

  test('never shows a password', async () => {
    const other = await createWorld(postgresEngine())
    try {
      const { stdout, stderr } = await world.expect(0, 'diff', other.url, other.url)
      expect(stdout + stderr).not.toContain(`:${new URL(other.url).password}@`)
    } finally {
      await other.dispose()
    }
  })
})
