import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createBatchSize } from '../../src/apply/batch-size.ts'
import { openJournal } from '../../src/journal/journal.ts'
import { type Before, observed } from '../support/faults.ts'
import { dialectEngines, postgresEngines } from './support/engines.ts'
import { addItems, byId, createItems, fillStep, itemsBackfill, itemsPlan } from './support/items.ts'
import { createWorld, type Overrides, until, type World } from './support/world.ts'

describe.each(dialectEngines())('a backfill on $name', (engine) => {
  const { dialect } = engine
  let world: World
  beforeEach(async () => {
    world = await createWorld(engine)
    await world.run(createItems)
  })
  afterEach(() => world.dispose())
  const checkpoint = async (runId: string) =>
    await (await openJournal(world.session)).checkpoint({ runId, stepId: '2.1', direction: 'apply' })
  const filled = () => world.rows('select label, hits from items order by id')
  const once = (count: number) => Array.from({ length: count }, (_, at) => ({ label: `item ${at + 1}`, hits: 1 }))
  /** Does something right before the n-th batch commits. */
  const beforeBatch = (number: number, act: () => Promise<void>): Overrides => {
    let commits = 0
    let filling = false
    const before: Before = (operation, sql) => {
      if (sql?.startsWith('update') === true && sql.includes('items')) filling = true
      if (operation !== 'commit' || !filling) return undefined
      filling = false
      commits += 1
      return commits === number ? act() : undefined
    }
    return { context: { connect: async () => observed(await world.connect(), before) } }
  }

  test('updates every row once, in batches, and counts exactly those', async () => {
    await addItems(world, 1, 450)
    await world.run(`update items set label = 'theirs' where id % 9 = 0`)
    const { run, status } = await world.apply(
      itemsPlan(dialect, fillStep(dialect, itemsBackfill(dialect), { archive: false })),
    )
    expect(status).toBe('done')
    const rows = await filled()
    expect(rows.filter(({ hits }) => hits === 1)).toHaveLength(400)
    expect(rows.filter(({ label, hits }) => label === 'theirs' && hits === 0)).toHaveLength(50)
    expect(await checkpoint(run.id)).toMatchObject({ rowsDone: 400, finished: true })
    expect(world.events).toContainEqual(expect.objectContaining({ type: 'step_done', note: '400 rows updated' }))
    const last = world.events.findLast((event) => event.type === 'step_progress')
    expect(last?.progress).toMatchObject({ done: 400, total: 500, estimated: true, cursor: ['450'] })
  })

  test('of an empty table is done at once', async () => {
    const { run, status } = await world.apply(
      itemsPlan(dialect, fillStep(dialect, itemsBackfill(dialect), { archive: true })),
    )
    expect(status).toBe('done')
    expect(await checkpoint(run.id)).toMatchObject({ rowsDone: 0, finished: true })
    expect((await world.rollback(run.id)).status).toBe('rolled_back')
  })

  test('walks tables without a key', async () => {
    await world.run('drop table items')
    await world.run(createItems.replace('primary key', ''))
    await addItems(world, 1, 450)
    const fill = fillStep(dialect, itemsBackfill(dialect), { archive: false, key: [] })
    expect((await world.apply(itemsPlan(dialect, fill))).failure).toBeNull()
    expect(await filled()).toEqual(once(450))
  })

  test('walks keys of several columns, of text, in the order of the table', async () => {
    await world.run('drop table items')
    await world.run(
      'create table items (shop text not null, id integer not null, label text, hits integer not null default 0, primary key (shop, id))',
    )
    for (const shop of ['a', 'É', 'é', "o'x", 'Z']) {
      await world.run(
        `insert into items (shop, id) with recursive n(id) as (select 1 union all select id + 1 from n where id < 70) select '${shop.replaceAll("'", "''")}', id from n`,
      )
    }
    const key = [{ column: 'shop', type: 'text' }, ...byId]
    const fill = fillStep(dialect, itemsBackfill(dialect), { archive: false, key })
    expect((await world.apply(itemsPlan(dialect, fill))).failure).toBeNull()
    expect(await world.rows(`select count(*) as n from items where hits = 1 and label = 'item ' || id`)).toEqual([
      { n: dialect.name === 'postgres' ? '350' : 350 },
    ])
  })

  test('reaches rows that come in behind its cursor', async () => {
    await addItems(world, 1_001, 1_300)
    const late = beforeBatch(2, async () => {
      // SQLite lets nobody write while a batch is open: as soon as it is closed.
      if (dialect.name === 'postgres') return await addItems(world, 1, 5)
      setImmediate(() => void addItems(world, 1, 5))
    })
    const fill = fillStep(dialect, itemsBackfill(dialect), { archive: true })
    const { run, failure } = await world.apply(itemsPlan(dialect, fill), late)
    expect(failure).toBeNull()
    expect(await world.rows('select id from items where label is null or hits <> 1')).toEqual([])
    expect(await world.rows('select id from items where id < 1000')).toHaveLength(5)
    expect(await checkpoint(run.id)).toMatchObject({ rowsDone: 305 })
  })

  test('whose rule does not make its own condition false fails, naming the rows', async () => {
    await addItems(world, 1, 250)
    const set = [{ column: 'label', expression: `case when id % 100 = 7 then null else 'item ' || id end` }]
    const fill = fillStep(dialect, itemsBackfill(dialect, { set }), { archive: false })
    const { run, failure } = await world.apply(itemsPlan(dialect, fill))
    expect(failure).toMatchObject({
      code: 'step_failed',
      step: '2.1',
      message: expect.stringContaining('`where` is still true'),
    })
    expect(failure?.offenders).not.toEqual([])
    await world.run(`update items set label = 'by hand' where label is null`)
    expect((await world.resume(run.id)).status).toBe('done')
  })

  test('whose rule never makes its condition false ends as well, in a table without a key', async () => {
    await world.run('drop table items')
    await world.run(createItems.replace('primary key', ''))
    await addItems(world, 1, 250)
    const rule = itemsBackfill(dialect, { set: [{ column: 'hits', expression: 'hits + 1' }] })
    const fill = fillStep(dialect, rule, { archive: false, key: [] })
    expect((await world.apply(itemsPlan(dialect, fill))).failure?.message).toContain('`where` is still true')
  })

  test('that meets a value which does not fit says among which rows', async () => {
    await addItems(world, 1, 250)
    await world.run('create unique index items_label on items (label)')
    await world.run(`update items set label = 'item 170' where id = 3`)
    const { failure } = await world.apply(
      itemsPlan(dialect, fillStep(dialect, itemsBackfill(dialect), { archive: false })),
    )
    expect(failure?.offenders).toEqual(['among the rows with id after (100) up to (220)'])
    expect(await world.rows('select id from items where hits = 1')).toHaveLength(99)
  })

  test('gives back what it changed, and not what the application has changed since', async () => {
    await addItems(world, 1, 250)
    await world.run(`update items set label = 'old' where id > 200`)
    const rule = itemsBackfill(dialect, { where: `label is null or label = 'old'` })
    const { run } = await world.apply(itemsPlan(dialect, fillStep(dialect, rule, { archive: true })))
    await world.run(`update items set label = 'theirs' where id in (5, 205)`)
    await world.run('update items set label = null where id = 6')
    await world.run('delete from items where id = 7')
    await addItems(world, 900, 901, 'new')
    expect((await world.rollback(run.id)).failure).toBeNull()
    const kept = `select id, label from items where (id <= 200 and label is not null) or (id > 200 and label <> 'old') order by id`
    expect(await world.rows(kept)).toEqual([
      { id: 5, label: 'theirs' },
      { id: 205, label: 'theirs' },
      { id: 900, label: 'new' },
      { id: 901, label: 'new' },
    ])
    expect(await world.rows('select id from items where hits <> 0 order by id')).toEqual([
      { id: 5 },
      { id: 6 },
      { id: 205 },
    ])
    expect(world.events).toContainEqual(expect.objectContaining({ type: 'step_done', note: '246 rows restored' }))
    expect((await dialect.introspect(world.session)).tables.map(({ name }) => name.name)).toEqual(['items'])
  })

  test('stops between batches when asked to, and goes on from there', async () => {
    await addItems(world, 1, 450)
    const stop = beforeBatch(2, async () => world.interrupt.press())
    const { run, status, failure } = await world.apply(
      itemsPlan(dialect, fillStep(dialect, itemsBackfill(dialect), { archive: true })),
      stop,
    )
    expect({ status, failure, journal: run.status }).toEqual({
      status: 'interrupted',
      failure: null,
      journal: 'running',
    })
    expect(world.events).toContainEqual(expect.objectContaining({ type: 'interrupt_requested' }))
    const { cursor, rowsDone } = (await checkpoint(run.id)) ?? {}
    expect(rowsDone).toBe(Number(cursor?.[0]))
    expect(await world.rows('select id from items where hits = 1')).toHaveLength(rowsDone ?? 0)
    const fresh = { context: { interrupt: { level: 'none', subscribe: () => () => undefined } } } as const
    expect((await world.resume(run.id, fresh)).status).toBe('done')
    expect(await filled()).toEqual(once(450))
    expect(await checkpoint(run.id)).toMatchObject({ rowsDone: 450 })
  })

  test('half done is given back as well', async () => {
    await addItems(world, 1, 450)
    const stop = beforeBatch(2, async () => world.interrupt.press())
    const { run } = await world.apply(
      itemsPlan(dialect, fillStep(dialect, itemsBackfill(dialect), { archive: true })),
      stop,
    )
    const fresh = { context: { interrupt: { level: 'none', subscribe: () => () => undefined } } } as const
    expect((await world.rollback(run.id, fresh)).status).toBe('rolled_back')
    expect(await filled()).toEqual(Array.from({ length: 450 }, () => ({ label: null, hits: 0 })))
  })
})

describe.each(postgresEngines())('a batch on $name', (engine) => {
  const { dialect } = engine
  let world: World
  beforeEach(async () => {
    world = await createWorld(engine)
    await world.run(createItems)
    await addItems(world, 1, 1_000)
  })
  afterEach(() => world.dispose())

  test('that takes too long is halved until it fits', async () => {
    await world.run(
      `create function slow(id integer) returns text volatile language sql as $$ select pg_sleep(0.004); select 'item ' || id $$`,
    )
    const set = [{ column: 'label', expression: 'slow(id)' }]
    const rule = itemsBackfill(dialect, { set, batch: { rows: 1_000, targetMs: 200 } })
    expect((await world.apply(itemsPlan(dialect, fillStep(dialect, rule, { archive: false })))).failure).toBeNull()
    expect(world.events.some((event) => event.type === 'step_waiting' && event.reason.includes('timeout'))).toBe(true)
    const sizes = world.events.flatMap((event) => (event.type === 'step_progress' ? [event.progress.batchRows] : []))
    expect(Math.max(...sizes)).toBeLessThanOrEqual(500)
  })

  test('waits for a row that somebody else holds', async () => {
    const other = await dialect.connect(world.url, 'the application')
    await other.query('begin')
    await other.query('select * from items where id = 150 for update')
    const context: Overrides['context'] = {
      emit: (event) => {
        world.events.push(event)
        if (event.type === 'step_waiting' && event.attempt === 2) void other.query('commit')
      },
    }
    expect(
      (await world.apply(itemsPlan(dialect, fillStep(dialect, itemsBackfill(dialect), { archive: true })), { context }))
        .failure,
    ).toBeNull()
    expect(await world.rows('select id from items where hits <> 1')).toEqual([])
    await other.close()
  })

  test('is cancelled by a second Ctrl-C, and the run can be resumed', async () => {
    await world.run(
      `create function stuck() returns trigger language plpgsql as $$ begin perform pg_sleep(60); return new; end $$`,
    )
    await world.run(
      'create trigger stuck before update on items for each row when (new.id = 150) execute function stuck()',
    )
    const rule = itemsBackfill(dialect, { batch: { rows: 100, targetMs: 60_000 } })
    const running = world.apply(itemsPlan(dialect, fillStep(dialect, rule, { archive: false })))
    await until(
      async () =>
        (
          await world.rows(
            `select 1 from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'`,
          )
        ).length > 0,
    )
    world.interrupt.press()
    world.interrupt.press()
    const { run, status } = await running
    expect(status).toBe('interrupted')
    expect(await world.rows('select id from items where hits = 1')).toHaveLength(100)
    await world.run('drop trigger stuck on items')
    const fresh = { context: { interrupt: { level: 'none', subscribe: () => () => undefined } } } as const
    expect((await world.resume(run.id, fresh)).status).toBe('done')
    expect(await world.rows('select id from items where hits <> 1')).toEqual([])
  })
})

test('a batch grows by a fifth at most, follows the time it takes, and stays within bounds', () => {
  const size = createBatchSize(1_000, 200)
  size.measured(1_000, 10)
  expect(size.rows).toBe(1_200)
  size.measured(1_200, 2_400)
  expect(size.rows).toBeLessThan(400)
  expect(size.halve()).toBe(true)
  for (let times = 0; times < 9; times += 1) size.halve()
  expect(size.rows).toBe(100)
  expect(size.halve()).toBe(false)
  for (let times = 0; times < 60; times += 1) size.measured(size.rows, 0)
  expect(size.rows).toBe(100_000)
})
