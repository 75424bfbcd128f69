import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest'
import { mustBe, openStage } from '../support/judge-stage.ts'
import type { Stage } from '../support/judge-verbs.ts'
import { postgresEngines } from './support/engines.ts'
import { createWorld, type World } from './support/world.ts'

const orders = (labels: string, more = '', column = '{ type: state, not_null: true }') => `
enums: { state: [${labels}] }
tables:
  orders:
    columns: { id: bigint, state: ${column}, total: integer }
    primary_key: [id]
    ${more}
`

/** What the application does between the two halves of an exchange, and after it. */
describe.each(postgresEngines())('an exchange of columns on $name', (engine) => {
  let world: World
  let directory: string
  beforeEach(async () => {
    world = await createWorld(engine)
    directory = await mkdtemp(join(inject('sqliteDirectory'), 'exchange-'))
    mustBe('done', await applied(await opened('before', orders('new, paid, lost'))))
    await world.run(`insert into orders values (1, 'new', 1), (2, 'paid', 2)`)
  })
  afterEach(() => world.dispose())

  const opened = async (name: string, text: string, gate: 'none' | 'manual' = 'none'): Promise<Stage> => {
    await mkdir(join(directory, name))
    const config = 'targets:\n  corpus: { url: "sqlite:not-used.db", small_table: 0B }\n'
    await writeFile(join(directory, name, 'reconcile.yaml'), config)
    await writeFile(join(directory, name, 'schema.yaml'), text)
    return await openStage(world.url, join(directory, name, 'schema.yaml'), { gate })
  }
  const applied = async (stage: Stage) => await stage.apply(await stage.planned())
  const states = () => world.rows('select id::int, state::text from orders order by id')

  test('lets old versions write a label that goes, and asks for another one behind the gate', async () => {
    const stage = await opened('after', orders('new, paid'), 'manual')
    mustBe('paused', await applied(stage))
    await world.run(`insert into orders values (3, 'lost'::state, 3)`)
    const { failure } = await stage.goOn()
    expect(failure).toMatchObject({
      message: expect.stringContaining('orders.state has rows that hold lost'),
      offenders: ['id=3, value=lost, rows_in_all=1'],
    })
    await world.run(`update orders set state = 'paid' where state = 'lost'`)
    mustBe('done', await stage.resume())
    await world.run(`insert into orders values (4, 'new', 4)`)
    await expect(world.run(`update orders set state = 'lost' where id = 4`)).rejects.toThrow(/lost/)
    expect((await stage.planned()).steps).toEqual([])
    mustBe('rolled_back', await stage.rollback())
    await world.run(`update orders set state = 'lost' where id = 2`)
    expect(await states()).toEqual([
      { id: 1, state: 'new' },
      { id: 2, state: 'lost' },
      { id: 3, state: 'paid' },
      { id: 4, state: 'new' },
    ])
  })

  test('reads a moment in one time zone, whatever that of who writes it', async () => {
    const seen = (type: string): string =>
      orders('new, paid, lost', 'indexes: { orders_seen_idx: [seen] }').replace(
        'total: integer',
        `total: integer, seen: ${type}`,
      )
    mustBe('done', await applied(await opened('moments', seen('timestamptz'))))
    await world.run(`update orders set seen = '2024-05-01 20:00+00'`)
    const fromTokyo = `set timezone = 'Asia/Tokyo'; set datestyle = 'German'`
    const stage = await opened('after', seen('timestamp'), 'manual')
    mustBe('paused', await applied(stage))
    await world.run(`${fromTokyo}; insert into orders values (3, 'new', 3, '2024-05-01 20:00+00');
      update orders set seen = seen + interval '1 hour' where id = 1`)
    mustBe('done', await stage.goOn())
    await world.run(`${fromTokyo}; insert into orders (id, state, seen) values (4, 'new', '2024-05-01 20:00')`)
    const hours = (value: string) =>
      world.rows(`select extract(hour from ${value})::int as hour from orders order by id`)
    const expected = [21, 20, 20, 20].map((hour) => ({ hour }))
    expect(await hours('seen')).toEqual(expected)
    mustBe('rolled_back', await stage.rollback())
    expect(await hours(`seen at time zone 'UTC'`)).toEqual(expected)
  })

  test('takes no value back that the old type would round', async () => {
    const amounts = (type: string): string => orders('new, paid, lost').replace('total: integer', `total: '${type}'`)
    const stage = await opened('after', amounts('numeric(12,4)'))
    mustBe('done', await applied(stage))
    await world.run('update orders set total = 1.5 where id = 1')
    expect((await stage.rollback()).failure).toMatchObject({
      message: 'orders.total has values that the old integer cannot hold',
      offenders: ['id=1'],
      hint: expect.stringMatching(/update public\.orders set total = total where _rq_\w+_total is null/),
    })
    await world.run('update orders set total = 3 where id = 1')
    mustBe('rolled_back', await stage.rollback())
    expect(await world.rows('select id::int, total from orders order by id')).toEqual([
      { id: 1, total: 3 },
      { id: 2, total: 2 },
    ])
  })

  test.each([
    { how: 'renames', column: 'sum', later: `sum: { type: bigint, renamed_from: { name: total, online: false } }` },
    {
      how: 'renames behind a view',
      column: 'sum',
      later: `sum: { type: bigint, renamed_from: { name: total, online: true } }`,
    },
    {
      how: 'renames oddly',
      column: `"it's \\1 ""Σ"" $1"`,
      later: `"it's \\\\1 \\"Σ\\" $1": { type: bigint, renamed_from: { name: total, online: false } }`,
    },
    { how: 'puts aside', column: null, later: null },
  ])('keeps the old column in step while a later plan $how the new one', async ({ column, later }) => {
    const totals = (text: string): string => orders('new, paid, lost').replace('total: integer', text)
    const exchanged = await opened('exchanged', totals('total: bigint'))
    mustBe('done', await applied(exchanged))
    const without = orders('new, paid, lost').replace(', total: integer', '')
    const stage = await opened('later', later === null ? without : totals(later))
    mustBe('done', await applied(stage))
    await world.run(
      column === null
        ? `insert into orders values (3, 'new'); update orders set state = 'paid' where id = 1`
        : `insert into orders (id, state, ${column}) values (3, 'new', 3); update orders set ${column} = 11 where id = 1`,
    )
    mustBe('rolled_back', await stage.rollback())
    await world.run('update orders set total = 22 where id = 2')
    mustBe('rolled_back', await exchanged.rollback())
    expect(await world.rows('select id::int, total from orders order by id')).toEqual(
      [column === null ? 1 : 11, 22, column === null ? null : 3].map((total, at) => ({ id: at + 1, total })),
    )
  })

  test('takes rows from a label that goes to another one by a backfill of the same plan', async () => {
    await world.run(`update orders set state = 'lost' where id = 1`)
    const moved = `backfills: { lost_is_gone: { set: { state: "'gone'" }, where: "state::text = 'lost'" } }`
    const stage = await opened('after', orders('gone, new, paid', moved))
    mustBe('done', await applied(stage))
    expect(await states()).toEqual([
      { id: 1, state: 'gone' },
      { id: 2, state: 'paid' },
    ])
    expect(await world.rows('select id::int from orders order by state')).toEqual([{ id: 1 }, { id: 2 }])
    mustBe('rolled_back', await stage.rollback())
    expect(await states()).toEqual([
      { id: 1, state: 'lost' },
      { id: 2, state: 'paid' },
    ])
  })

  test('follows rows from one partition to another, and gives partitions back the names they had', async () => {
    const events = (type: string): string => `
tables:
  events:
    columns: { id: ${type}, day: { type: date, not_null: true }, size: { type: ${type}, not_null: true } }
    partition_by: { range: [day] }
    partitions: { events_2025: { from: [2025-01-01], to: [2026-01-01] }, events_rest: default }
    primary_key: [id, day]
    unique: { events_size_key: [size, day] }
`
    const names = () =>
      world.rows(
        `select conname from pg_constraint where conrelid::regclass::text like 'events%' and contype in ('p', 'u') order by 1`,
      )
    mustBe('done', await applied(await opened('of-integers', orders('new, paid, lost') + events('integer').slice(8))))
    await world.run(`insert into events values (1, '2025-05-01', 1), (2, '2030-05-01', 2)`)
    const before = await names()
    const stage = await opened('of-bigints', orders('new, paid, lost') + events('bigint').slice(8))
    for (const size of [3, 4]) {
      mustBe('done', await applied(stage))
      await world.run(`update events set day = '2031-01-01', size = 3000000000 where id = 1`)
      expect(await world.rows('select tableoid::regclass::text as part, size from events where id = 1')).toEqual([
        { part: 'events_rest', size: '3000000000' },
      ])
      expect((await stage.rollback()).failure?.code).toBe('refused')
      await world.run(`update events set day = '2025-01-01', size = ${size} where id = 1`)
      mustBe('rolled_back', await stage.rollback())
      expect(await names()).toEqual(before)
      expect(await world.rows('select id, size from events order by id')).toEqual([
        { id: 1, size },
        { id: 2, size: 2 },
      ])
    }
  })

  test.each([
    { what: 'a label', text: orders('done, new, paid', '', 'state'), write: `update orders set state = 'done'` },
    {
      what: 'a number',
      text: orders('new, paid, lost').replace('total: integer', 'total: bigint'),
      write: 'update orders set total = 3000000000',
    },
  ])('is not taken back while rows hold $what that the old column cannot', async ({ text, write }) => {
    const stage = await opened('after', text)
    mustBe('done', await applied(stage))
    await world.run(`${write} where id = 1`)
    const { failure } = await stage.rollback()
    expect(failure?.code).toBe('refused')
    await world.run(`update orders set state = 'new', total = 1 where id = 1`)
    mustBe('rolled_back', await stage.rollback())
    expect(await world.rows('select id::int, state::text, total from orders order by id')).toEqual([
      { id: 1, state: 'new', total: 1 },
      { id: 2, state: 'paid', total: 2 },
    ])
  })
})
