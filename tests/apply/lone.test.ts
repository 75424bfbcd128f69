import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openJournal } from '../../src/journal/journal.ts'
import { postgresEngines } from './support/engines.ts'
import { asks, inverse, lone, named, plan, step } from './support/plans.ts'
import { createWorld, standing, until, type World } from './support/world.ts'

describe.each(postgresEngines())('an index built concurrently on $name', (engine) => {
  const { dialect } = engine
  const index = { index: named(dialect, 'items_code_idx'), table: named(dialect, 'items') }
  const create = lone('create unique index concurrently items_code_idx on public.items (code)', {
    kind: 'index_created',
    ...index,
  })
  const drop = lone('drop index concurrently public.items_code_idx', { kind: 'index_dropped', ...index })
  const indexed = plan(dialect, [step('1.1', create, { inverse: inverse(drop) })])
  let world: World
  beforeEach(async () => {
    world = await createWorld(engine)
    await world.run('create table items (id integer, code text)')
    await world.run(`insert into items values (1, 'a'), (2, 'b')`)
  })
  afterEach(() => world.dispose())
  const indexes = () => world.rows(`select indisvalid as valid from pg_index where indrelid = 'items'::regclass`)

  test('is valid in the end, and goes again on the way back', async () => {
    const { run, status } = await world.apply(indexed)
    expect(status).toBe('done')
    expect(await indexes()).toEqual([{ valid: true }])
    expect((await world.rollback(run.id)).status).toBe('rolled_back')
    expect(await indexes()).toEqual([])
  })

  test('leaves nothing behind when there are duplicates, and lists them', async () => {
    await world.run(`insert into items values (3, 'a')`)
    const { run, failure } = await world.apply(indexed)
    expect(failure).toMatchObject({
      code: 'step_failed',
      sqlState: '23505',
      message: expect.stringContaining('(code)=(a)'),
    })
    expect(await indexes()).toEqual([])
    await world.run('delete from items where id = 3')
    expect((await world.resume(run.id)).status).toBe('done')
    expect(await indexes()).toEqual([{ valid: true }])
  })

  test('lists the duplicates that came after the precheck', async () => {
    const duplicates = asks(
      'select code from items group by code having count(*) > 1',
      'no_rows',
      'there are duplicates',
    )
    const checked = plan(dialect, [step('1.1', create, { prechecks: [duplicates] })])
    const blocker = await dialect.connect(world.url, 'the application')
    await blocker.query('begin')
    await blocker.execute(`insert into items values (3, 'a')`)
    const running = world.apply(checked)
    await until(
      async () =>
        (
          await world.rows(
            `select 1 from pg_stat_activity where datname = current_database() and query like 'create unique%' and wait_event_type = 'Lock'`,
          )
        ).length > 0,
    )
    await blocker.query('commit')
    await blocker.close()
    expect((await running).failure).toMatchObject({ sqlState: '23505', offenders: ['code=a'] })
  })

  test('that somebody has made under that name is never taken for it, nor dropped', async () => {
    await world.run('create index items_code_idx on items (id)')
    const { run, failure } = await world.apply(indexed)
    expect(failure).toMatchObject({ code: 'refused', message: expect.stringContaining('items_code_idx') })
    expect(await world.resume(run.id)).toMatchObject({ status: 'failed', failure: { code: 'refused' } })
    expect((await world.rollback(run.id)).status).toBe('rolled_back')
    expect(await indexes()).toEqual([{ valid: true }])
  })

  test('left invalid by somebody is removed and built anew', async () => {
    await world.run(`insert into items values (3, 'a')`)
    await expect(world.session.alone(create.statements[0]?.sql ?? '', { lockMs: 0, statementMs: 0 })).rejects.toThrow()
    expect(await indexes()).toEqual([{ valid: false }])
    await world.run('delete from items where id = 3')
    expect((await world.apply(indexed)).status).toBe('done')
    expect(await indexes()).toEqual([{ valid: true }])
    expect(world.events).toContainEqual(
      expect.objectContaining({ type: 'step_done', note: expect.stringContaining('was removed') }),
    )
  })

  test('that was finished when the process died is found and not built again', async () => {
    const journal = await openJournal(world.session)
    await journal.ensure()
    const { id } = await journal.createRun(indexed, 'a process that is gone')
    await journal.startStep(id, '1.1', 'running')
    await world.run('create unique index items_code_idx on items (code)')
    const [before] = await world.rows(`select 'items_code_idx'::regclass::oid::int as oid`)
    expect((await world.resume(id)).status).toBe('done')
    expect(await world.rows(`select 'items_code_idx'::regclass::oid::int as oid`)).toEqual([before])
  })

  test('that was half done when the process died is gone after a rollback', async () => {
    const journal = await openJournal(world.session)
    await journal.ensure()
    const { id } = await journal.createRun(indexed, 'a process that is gone')
    await journal.startStep(id, '1.1', 'running')
    await world.run(`insert into items values (3, 'a')`)
    await expect(world.session.alone(create.statements[0]?.sql ?? '', { lockMs: 0, statementMs: 0 })).rejects.toThrow()
    expect((await world.rollback(id)).status).toBe('rolled_back')
    expect(await indexes()).toEqual([])
  })

  test('that a backend goes on building after its client has died is waited for', async () => {
    const journal = await openJournal(world.session)
    await journal.ensure()
    const { id } = await journal.createRun(indexed, 'a process that is gone')
    await journal.startStep(id, '1.1', 'running')
    const reader = await dialect.connect(world.url, 'a long transaction')
    await reader.query('begin')
    await reader.execute(`insert into items values (9, 'z')`)
    const ghost = await dialect.connect(world.url, 'reconcile')
    const building = ghost
      .alone(create.statements[0]?.sql ?? '', { lockMs: 0, statementMs: 0 })
      .catch((error: unknown) => error)
    await until(async () => (await indexes()).length === 1)
    const resuming = world.resume(id)
    await new Promise((wake) => void setTimeout(wake, 300))
    await reader.query('commit')
    expect((await resuming).status).toBe('done')
    await building
    expect(await indexes()).toEqual([{ valid: true }])
    expect(await standing(world.session)).toBe('1.1 done')
    await ghost.close()
    await reader.close()
  })
})
