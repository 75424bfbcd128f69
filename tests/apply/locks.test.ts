import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { lockTimeout, limitsFor } from '../../src/apply/timeouts.ts'
import type { RunContext } from '../../src/apply/context.ts'
import type { Session } from '../../src/dialects/session.ts'
import { openJournal } from '../../src/journal/journal.ts'
import type { RunEvent } from '../../src/model/event.ts'
import { type Before, observed } from '../support/faults.ts'
import { dialectEngines, postgresEngines } from './support/engines.ts'
import { ddl, locking, plan, sql, step } from './support/plans.ts'
import { createWorld, standing, until, type World } from './support/world.ts'

describe.each(dialectEngines())('a lock held by somebody else on $name', (engine) => {
  const { dialect } = engine
  let world: World
  let other: Session
  beforeEach(async () => {
    world = await createWorld(engine)
    await world.run('create table items (id integer)')
    await (await openJournal(world.session)).ensure()
    other = await dialect.connect(world.url, 'the culprit')
  })
  afterEach(async () => {
    await other.close()
    await world.dispose()
  })
  const adds = () =>
    plan(dialect, [step('1.1', ddl(locking(dialect, 'items', 'alter table items add column label text')))])
  /** Reads on PostgreSQL, writes on SQLite: what a schema change waits for. Taken right before the step's transaction. */
  const heldFromStepOn = (onEvent: (event: RunEvent) => void = () => undefined): Partial<RunContext> => {
    let started = false
    const hold = async () => {
      await other.query(dialect.name === 'postgres' ? 'begin' : 'begin immediate')
      await other.query('select * from items')
    }
    const before: Before = (operation) => {
      if (!started || operation !== 'begin') return undefined
      started = false
      return hold()
    }
    return {
      connect: async () => observed(await world.connect(), before),
      emit: (event) => {
        world.events.push(event)
        if (event.type === 'step_started') started = true
        onEvent(event)
      },
    }
  }

  test('is waited for in short tries, and the step goes on when it is released', async () => {
    const context = heldFromStepOn((event) => {
      if (event.type === 'step_waiting' && event.attempt === 3) void other.query('rollback')
    })
    expect((await world.apply(adds(), { context })).status).toBe('done')
    const waits = world.events.filter((event) => event.type === 'step_waiting')
    expect(waits.length).toBeGreaterThanOrEqual(3)
    expect(waits[0]).toMatchObject({ step: '1.1', attempt: 1, retryInMs: 75 })
    const [done] = world.events.filter((event) => event.type === 'step_done')
    expect(done).toMatchObject({ lockMs: expect.any(Number), lockEstimateMs: expect.any(Number) })
    if (dialect.name === 'postgres') {
      expect(waits[0]?.blockers).toMatchObject([{ application: 'the culprit', state: 'idle in transaction' }])
      // Others have waited behind each try until it gave up; not through the pauses between.
      expect(done?.lockMs).toBeGreaterThanOrEqual(lockTimeout(1, 1000))
      expect(done?.lockMs).toBeLessThan(1000)
      expect(done?.elapsedMs).toBeGreaterThan(done?.lockMs ?? 0)
    }
  })

  test('that stays fails the step, names the culprit, and leaves it alone', async () => {
    const context = { ...heldFromStepOn(), patience: { tries: 3, windowMs: 60_000 } }
    const { run, status, failure } = await world.apply(adds(), { context })
    expect(status).toBe('failed')
    expect(failure).toMatchObject({
      code: 'step_failed',
      step: '1.1',
      message: expect.stringContaining('no lock after 3 tries'),
    })
    if (dialect.name === 'postgres') {
      expect(failure?.sqlState).toBe('55P03')
      expect(failure?.explained?.found.join()).toMatch(/^pid \d+ \(.*, the culprit\), idle in transaction for/)
    }
    if (dialect.name === 'sqlite')
      expect(failure?.explained?.found).toEqual([expect.stringMatching(/^journal_mode is /)])
    // SQLite has one lock for everything, so not even the failure can be written down.
    expect(await standing(world.session)).toBe(dialect.name === 'postgres' ? '1.1 failed' : '1.1 running')
    expect(await other.query('select id from items')).toEqual([])
    await other.query('rollback')
    expect((await world.resume(run.id)).status).toBe('done')
  })

  test('is not waited for any longer once the window is over', async () => {
    let now = Date.parse('2026-01-01T00:00:00Z')
    const clock = () => new Date((now += 1_000))
    const context = { ...heldFromStepOn(), clock, patience: { tries: 1_000, windowMs: 5_000 } }
    expect((await world.apply(adds(), { context })).failure?.message).toContain('no lock after')
  })
})

describe.each(postgresEngines())('on $name', (engine) => {
  const { dialect } = engine
  let world: World
  beforeEach(async () => {
    world = await createWorld(engine)
  })
  afterEach(() => world.dispose())

  test('a fast statement that takes longer than the budget is given up after three tries', async () => {
    const slow = plan(dialect, [step('1.1', ddl(sql('create table a (id integer)'), sql('select pg_sleep(30)')))])
    const { failure } = await world.apply(slow)
    expect(failure).toMatchObject({ sqlState: '57014', statement: 'select pg_sleep(30)' })
    expect(world.events.filter(({ type }) => type === 'step_waiting')).toHaveLength(2)
    expect((await dialect.introspect(world.session)).tables).toEqual([])
  })

  test('a deadlock is tried again', async () => {
    await world.run('create table a (id integer)')
    await world.run('create table b (id integer)')
    // Longer than deadlock_timeout: the detector ends one of the two, and whichever it is, both get through in the end.
    await world.run(
      `do $$ begin execute format('alter database %I set deadlock_timeout = ''50ms''', current_database()); end $$`,
    )
    const other = await dialect.connect(world.url, 'the application')
    const both = plan(dialect, [
      step(
        '1.1',
        ddl(sql('lock table a'), sql('select pg_sleep(0.3)'), sql('lock table b'), sql('alter table b add x integer')),
      ),
    ])
    let cycle: Promise<unknown> = Promise.resolve()
    const running = world.apply(both, {
      context: {
        emit: (event) => {
          world.events.push(event)
          if (event.type !== 'step_started') return
          cycle = (async () => {
            await until(
              async () => (await world.rows(`select 1 from pg_locks where relation = 'a'::regclass`)).length > 0,
            )
            await other.query('begin; lock table b; lock table a; rollback').catch(() => other.query('rollback'))
          })()
        },
      },
    })
    expect((await running).status).toBe('done')
    await cycle
    await other.close()
  })

  test.each([
    { name: 'each in a statement of its own', together: false, many: 12, givesWayAfterMs: 60, status: 'done' },
    // Half of the budget is for the first of the two: it is given up before it gives way.
    { name: 'all in one statement', together: true, many: 2, givesWayAfterMs: 240, status: 'failed' },
  ])('whoever waits behind the first lock does not wait for the sum of all: $name', async (one) => {
    const { together, many, givesWayAfterMs, status } = one
    const budget = 300
    const tables = Array.from({ length: many }, (_, at) => `t${at}`)
    for (const table of tables) await world.run(`create table ${table} (id integer)`)
    await (await openJournal(world.session)).ensure()
    const holders = new Map<string, Session>()
    for (const table of tables) {
      const holder = await dialect.connect(world.url, `reads ${table}`)
      await holder.execute(`begin; lock table ${table} in access share mode`)
      holders.set(table, holder)
    }
    const reader = await dialect.connect(world.url, 'the application')
    const waiting = `select relation::regclass::text as name,
        clock_timestamp() - waitstart > interval '${givesWayAfterMs} ms' as gives_way
      from pg_locks where not granted and mode = 'AccessExclusiveLock'`
    let over = false
    const givingWay = (async () => {
      while (!over) {
        const [wanted] = await world.rows(waiting)
        if (wanted?.['gives_way'] === true) await holders.get(String(wanted['name']))?.execute('rollback')
        await new Promise((wake) => void setTimeout(wake, 5))
      }
    })()
    let longest = 0
    const reading = until(async () => (await reader.query(waiting)).length > 0).then(async () => {
      while (!over) {
        const began = performance.now()
        await reader.query('select * from t0')
        longest = Math.max(longest, performance.now() - began)
        await new Promise((wake) => void setTimeout(wake, 5))
      }
    })
    const locks = tables.map((table) => locking(dialect, table, `lock table ${table}`))
    const all = sql(`lock table ${tables.join(', ')}`, { locks: locks.flatMap((one) => one.locks) })
    const applied = await world.apply(plan(dialect, [step('1.1', ddl(...(together ? [all] : locks)))]), {
      context: { lockBudgetMs: budget, patience: { tries: 8, windowMs: 60_000 } },
    })
    over = true
    await Promise.all([reading, givingWay])
    expect(applied.status).toBe(status)
    // The sum of all would be more.
    expect(longest).toBeLessThan(budget * 1.5)
    for (const session of [reader, ...holders.values()]) await session.close()
  })

  test('a step that another backend is about to commit is waited for and not done twice', async () => {
    await world.run('create table items (id integer)')
    const adds = plan(dialect, [step('1.1', ddl(locking(dialect, 'items', 'alter table items add column label text')))])
    await (await openJournal(world.session)).ensure()
    // What a lost connection leaves behind: a transaction that has claimed the step, and commits later.
    const ghost = await dialect.connect(world.url, 'ghost')
    const journal = await openJournal(ghost)
    const { id } = await journal.createRun(adds, 'a process that is gone')
    await ghost.query('begin')
    await journal.claimStep(id, '1.1')
    await ghost.execute('alter table items add column label text')
    await journal.finishStep(id, '1.1', 'done')
    const running = world.resume(id, {
      context: {
        emit: (event) => {
          world.events.push(event)
          if (event.type === 'step_waiting' && event.attempt === 2) void ghost.query('commit')
        },
      },
    })
    expect((await running).status).toBe('done')
    expect(world.events).toContainEqual(
      expect.objectContaining({ type: 'step_done', note: 'had been committed before the connection was lost' }),
    )
    await ghost.close()
  })
})

test('lock timeouts rise, and stay below deadlock_timeout and within the budget', () => {
  const tries = Array.from({ length: 30 }, (_, index) => lockTimeout(index + 1, 1_000))
  expect(tries[0]).toBe(100)
  expect(tries).toEqual(tries.toSorted((a, b) => a - b))
  expect(Math.max(...tries)).toBe(900)
  expect(lockTimeout(30, 250)).toBe(250)
  expect(lockTimeout(1, 50)).toBe(50)
})

test('a transaction has the widest statement limit of its statements', () => {
  const budget = { lockBudgetMs: 2_000, targetMs: 400 }
  expect(limitsFor(['fast', 'fast'], 1, budget)).toEqual({ lockMs: 100, statementMs: 2_000 })
  expect(limitsFor(['fast', 'validate'], 1, budget)).toEqual({ lockMs: 100, statementMs: 0 })
  expect(limitsFor(['blocking'], 1, budget)).toEqual({ lockMs: 100, statementMs: 0 })
  expect(limitsFor(['concurrent'], 7, budget)).toEqual({ lockMs: 0, statementMs: 0 })
  expect(limitsFor(['batch'], 1, budget)).toEqual({ lockMs: 100, statementMs: 2_000 })
})
