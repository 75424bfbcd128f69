import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { RunContext } from '../../src/apply/context.ts'
import { type Before, observed } from '../support/faults.ts'
import { dialectEngines, postgresEngines } from './support/engines.ts'
import { addItems, createItems, fillStep, itemsBackfill, itemsPlan } from './support/items.ts'
import { ddl, lone, named, plan, sql, step } from './support/plans.ts'
import { startChild } from './support/run-child.ts'
import { createWorld, standing, until, type World } from './support/world.ts'

describe.each(dialectEngines())('the right to run on $name', (engine) => {
  const { dialect } = engine
  let world: World
  beforeEach(async () => {
    world = await createWorld(engine)
  })
  afterEach(() => world.dispose())
  const one = () => plan(dialect, [step('1.1', ddl(sql('create table a (id integer)')))])

  test('is refused while another process has it, naming it, and free once that is killed', async () => {
    const child = startChild({ url: world.url, verb: 'hold', plan: null, runId: '', dieBefore: 0 })
    try {
      const [said] = await once(child.stdout?.setEncoding('utf8') ?? child, 'data')
      expect(said).toBe('held\n')
      await expect(world.apply(one())).rejects.toMatchObject({
        code: 'held_by_another_run',
        message: expect.stringContaining(`child ${child.pid}`),
      })
      expect((await dialect.introspect(world.session)).tables).toEqual([])
    } finally {
      child.kill('SIGKILL')
    }
    await once(child, 'close')
    expect((await world.apply(one())).status).toBe('done')
  })

  test('is waited for when the other run ends soon', async () => {
    const other = await world.connect()
    const mutex = await dialect.mutex(other, 'somebody')
    expect(mutex.acquired).toBe(true)
    const running = world.apply(one())
    await new Promise((wake) => void setTimeout(wake, 500))
    await mutex.release()
    await other.close()
    expect((await running).status).toBe('done')
  })

  test('is given back whatever happens', async () => {
    await expect(
      world.apply(one(), { options: { verifyFresh: () => Promise.reject(new Error('stale')) } }),
    ).rejects.toThrow('stale')
    expect((await world.apply(plan(dialect, [step('1.1', ddl(sql('nonsense')))]))).status).toBe('failed')
    const other = await world.connect()
    expect((await dialect.mutex(other, 'somebody')).acquired).toBe(true)
    await other.close()
  })

  test('a stop between steps leaves the run to be resumed', async () => {
    const two = plan(dialect, [
      step('1.1', ddl(sql('create table a (id integer)'))),
      step('1.2', ddl(sql('create table b (id integer)'))),
    ])
    const context: Partial<RunContext> = {
      emit: (event) => {
        world.events.push(event)
        if (event.type === 'step_started') world.interrupt.press()
      },
    }
    const { run, status } = await world.apply(two, { context })
    expect({ status, run: run.status }).toEqual({ status: 'interrupted', run: 'running' })
    const calm = { context: { interrupt: { level: 'none', subscribe: () => () => undefined } } } as const
    expect((await world.resume(run.id, calm)).status).toBe('done')
    expect((await dialect.introspect(world.session)).tables.map(({ name }) => name.name)).toEqual(['a', 'b'])
  })
})

describe.each(postgresEngines())('a connection that is lost on $name', (engine) => {
  const { dialect } = engine
  let world: World
  beforeEach(async () => {
    world = await createWorld(engine)
  })
  afterEach(() => world.dispose())
  const terminate = (where: string) =>
    world.rows(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and ${where}`,
    )

  test('in the middle of a transaction: the step runs again, once', async () => {
    await world.run('create table log (entry text)')
    await world.run('create table rendezvous (id integer)')
    const slow = sql(`select pg_sleep(30) where not exists (select from rendezvous)`, { timeout: 'blocking' })
    const running = world.apply(plan(dialect, [step('1.1', ddl(sql(`insert into log values ('once')`), slow))]))
    await until(
      async () =>
        (
          await world.rows(
            `select 1 from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'`,
          )
        ).length > 0,
    )
    await world.run('insert into rendezvous values (1)')
    await terminate(`wait_event = 'PgSleep'`)
    expect((await running).failure).toBeNull()
    expect(await world.rows('select entry from log')).toEqual([{ entry: 'once' }])
    expect(world.events).toContainEqual({ type: 'notice', message: 'lost the connection in step 1.1; reconnecting' })
    expect(world.events.filter(({ type }) => type === 'step_started')).toHaveLength(2)
  })

  test('again and again between all the statements of a run: it comes to its end', async () => {
    await world.run(createItems)
    await addItems(world, 1, 300)
    let count = 0
    const before: Before = async () => {
      count += 1
      // All of the run's sessions, the idle one with the mutex and the observer too; the first few make the run.
      if (count > 50 && count % 37 === 0) await terminate(`application_name like 'reconcile%'`)
    }
    const context: Partial<RunContext> = { connect: async () => observed(await world.connect(), before) }
    const place = { index: named(dialect, 'items_label_idx'), table: named(dialect, 'items') }
    const index = lone('create index concurrently items_label_idx on public.items (label)', {
      kind: 'index_created',
      ...place,
    })
    const all = itemsPlan(
      dialect,
      step('1.1', ddl(sql('create table made (id integer)'))),
      fillStep(dialect, itemsBackfill(dialect), { archive: true }),
      step('3.1', index, { phase: 'validate' }),
    )
    expect((await world.apply(all, { context })).failure).toBeNull()
    expect(await world.rows(`select id from items where hits <> 1`)).toEqual([])
    expect(await standing(world.session)).toBe('1.1 done, 2.1 done, 3.1 done')
    expect(world.events.some((event) => event.type === 'notice' && event.message.startsWith('lost'))).toBe(true)
  })

  test('at once each time: the run gives up, and can be resumed', async () => {
    const before: Before = async (operation, text) => {
      if (text === 'create table made (id integer)') await terminate(`application_name like 'reconcile%'`)
    }
    const context: Partial<RunContext> = { connect: async () => observed(await world.connect(), before) }
    const one = plan(dialect, [step('1.1', ddl(sql('create table made (id integer)')))])
    const { run, failure } = await world.apply(one, { context })
    // The server says 57P01, unless the end of the connection is noticed first.
    const sqlState = expect.stringMatching(/^(57P01|08006)$/)
    expect(failure).toMatchObject({ code: 'unreachable', step: '1.1', sqlState })
    expect(world.events.filter(({ type }) => type === 'step_started')).toHaveLength(6)
    expect((await world.resume(run.id)).status).toBe('done')
  })

  test('for good: the run fails, says that it can be resumed, and can', async () => {
    let gone = false
    const context: Partial<RunContext> = {
      connect: () => (gone ? dialect.connect('postgres://nobody@127.0.0.1:1/nothing', 'reconcile') : world.connect()),
      sleep: async () => undefined,
    }
    const slow = sql(`select pg_sleep(30) where not exists (select from made)`, { timeout: 'blocking' })
    const two = plan(dialect, [step('1.1', ddl(sql('create table made (id integer)'))), step('1.2', ddl(slow))])
    await world.run('create view watch as select 1')
    const running = world.apply(two, { context })
    await until(
      async () =>
        (
          await world.rows(
            `select 1 from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'`,
          )
        ).length > 0,
    )
    gone = true
    await terminate(`application_name like 'reconcile%'`)
    const { run, status, failure } = await running
    expect({ status, failure }).toMatchObject({ status: 'failed', failure: { code: 'unreachable', step: '1.2' } })
    expect(failure?.message).not.toContain('nobody@')
    await world.run('insert into made values (1)')
    expect((await world.resume(run.id)).status).toBe('done')
  })
})
