import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openJournal } from '../../src/journal/journal.ts'
import { dialectEngines } from './support/engines.ts'
import { asks, ddl, inverse, plan, sql, step } from './support/plans.ts'
import { createWorld, settled, standing, type World } from './support/world.ts'

describe.each(dialectEngines())('a run on $name', (engine) => {
  const { dialect } = engine
  let world: World
  beforeEach(async () => {
    world = await createWorld(engine)
  })
  afterEach(() => world.dispose())
  const tables = async () => (await dialect.introspect(world.session)).tables.map(({ name }) => name.name)
  const journal = () => openJournal(world.session)

  test('goes through the steps, says so, and records what it led to', async () => {
    const both = plan(dialect, [
      step('1.1', ddl(sql('create table a (id integer)'), sql('create table b (id integer)'))),
      step('3.1', ddl(sql('insert into a values (1)')), {
        phase: 'validate',
        prechecks: [asks('select id from a', 'no_rows')],
        verify: [asks('select id from a', 'some_row'), asks('select count(*) as n from b', 'unchanged')],
      }),
    ])
    const { run, status, failure } = await world.apply(both)
    expect({ status, failure }).toEqual({ status: 'done', failure: null })
    expect(run).toMatchObject({ status: 'done', owner: 'the test', steps: [{ status: 'done' }, { status: 'done' }] })
    expect(await tables()).toEqual(['a', 'b'])
    expect(await (await journal()).recorded()).toEqual(settled.recorded)
    expect(world.events.map(({ type }) => type)).toEqual([
      ...['run_started', 'phase_started', 'step_started', 'step_done'],
      ...['phase_started', 'step_started', 'step_done', 'run_finished'],
    ])
    expect(world.events[0]).toMatchObject({
      direction: 'apply',
      run: run.id,
      done: [],
      steps: [{ id: '1.1' }, { id: '3.1' }],
    })
    // Neither step takes a lock that makes others wait.
    expect(world.events.filter(({ type }) => type === 'step_done')).toMatchObject([{ lockMs: null }, { lockMs: null }])
    expect(world.events.at(-1)).toMatchObject({ status: 'done' })
  })

  test('a statement that fails undoes its whole step and nothing before it; resume goes on from there', async () => {
    const failing = plan(dialect, [
      step('1.1', ddl(sql('create table a (id integer primary key)'))),
      step('1.2', ddl(sql('create table b (id integer)'), sql('insert into a select id from source'))),
    ])
    await world.run('create table source (id integer)')
    await world.run('insert into source values (1), (1)')
    const { run, status, failure } = await world.apply(failing)
    expect(status).toBe('failed')
    const unique = dialect.name === 'postgres' ? '23505' : 'SQLITE_CONSTRAINT_PRIMARYKEY'
    const statement = 'insert into a select id from source'
    expect(failure).toMatchObject({ code: 'step_failed', step: '1.2', sqlState: unique, statement })
    expect(failure?.explained?.choices.join()).toContain('duplicates')
    expect(await standing(world.session)).toBe('1.1 done, 1.2 failed')
    expect(run.steps[1]?.error).toMatchObject({ sqlState: unique })
    expect(await tables()).toEqual(['a', 'source'])
    expect(world.events.slice(-2)).toMatchObject([
      { type: 'step_failed', step: '1.2' },
      { type: 'run_finished', status: 'failed' },
    ])

    await world.run('delete from source')
    world.events.length = 0
    const again = await world.resume(run.id)
    expect(again.status).toBe('done')
    expect(world.events[0]).toMatchObject({ type: 'run_started', done: ['1.1'] })
    expect(world.events.filter(({ type }) => type === 'step_started')).toEqual([
      { type: 'step_started', step: '1.2', attempt: 2 },
    ])
    expect(await tables()).toEqual(['a', 'b', 'source'])
  })

  test('a wrong answer to verify undoes the step', async () => {
    const verified = plan(dialect, [
      step('1.1', ddl(sql('create table a (id integer)'), sql('insert into a values (7)')), {
        verify: [asks('select id from a', 'no_rows', 'a is not empty')],
      }),
    ])
    const { failure } = await world.apply(verified)
    expect(failure).toMatchObject({ message: 'a is not empty', offenders: ['id=7'], hint: 'Put it right.' })
    expect(await tables()).toEqual([])
    expect(await standing(world.session)).toBe('1.1 failed')
  })

  test('rows that must stay the same and do not undo the step', async () => {
    await world.run('create table a (id integer)')
    await world.run('insert into a values (1), (2)')
    const loses = plan(dialect, [
      step('1.1', ddl(sql('delete from a where id = 1')), {
        verify: [asks('select id from a', 'unchanged', 'rows got lost')],
      }),
    ])
    expect((await world.apply(loses)).failure).toMatchObject({ message: 'rows got lost', offenders: ['before=id=1'] })
    expect(await world.rows('select count(*) as n from a')).toMatchObject([{ n: expect.anything() }])
    expect((await world.rows('select id from a')).length).toBe(2)
  })

  test('a precheck refuses the step before it takes a lock, with at most 20 rows and no control characters', async () => {
    await world.run('create table a (id integer, note text)')
    for (let id = 1; id <= 25; id += 1)
      await world.run(`insert into a values (${id}, 'x${id === 1 ? '\u001b[2J' : ''}')`)
    const checked = plan(dialect, [
      step('1.1', ddl(sql('delete from a')), {
        prechecks: [asks('select id, note from a order by id', 'no_rows', 'rows!')],
      }),
    ])
    const { failure } = await world.apply(checked)
    expect(failure).toMatchObject({
      code: 'refused',
      step: '1.1',
      message: 'rows!',
      statement: 'select id, note from a order by id',
    })
    expect(failure?.offenders).toHaveLength(20)
    expect(failure?.offenders[0]).toBe('id=1, note=x\ufffd[2J')
    expect((await world.rows('select id from a')).length).toBe(25)
  })

  test('a database that is not what the plan leads to fails the run, and leaves nothing that blocks the next one', async () => {
    const one = plan(dialect, [step('1.1', ddl(sql('create table a (id integer)')))])
    const settle = async () => ({ ...settled, residue: ['drop table a'] })
    const { run, status, failure } = await world.apply(one, { options: { settle } })
    expect({ status, failure }).toMatchObject({
      status: 'failed',
      failure: { code: 'not_converged', step: null, offenders: [], explained: { found: ['drop table a'] } },
    })
    expect(run.status).toBe('done')
    expect(await (await journal()).recorded()).toEqual(settled.recorded)
    const two = plan(dialect, [step('1.1', ddl(sql('create table b (id integer)')))])
    expect((await world.apply(two)).status).toBe('done')
  })

  test('what may not start leaves no trace', async () => {
    const hazard = { id: 'drops-rows', severity: 'block', message: 'rows go', instead: 'keep them' } as const
    const dangerous = plan(dialect, [step('1.1', ddl(sql('create table a (id integer)')), { hazards: [hazard] })])
    await expect(world.apply(dangerous)).rejects.toMatchObject({
      code: 'refused',
      hint: expect.stringContaining('--allow drops-rows'),
    })
    const stale = async () => {
      throw new Error('stale')
    }
    const allowed = { context: { allow: ['drops-rows'] } }
    await expect(world.apply(dangerous, { ...allowed, options: { verifyFresh: stale } })).rejects.toThrow('stale')
    const elsewhere = {
      ...dangerous,
      target: { ...dangerous.target, dialect: dialect.name === 'sqlite' ? 'postgres' : 'sqlite' } as const,
    }
    await expect(world.apply(elsewhere, allowed)).rejects.toMatchObject({ code: 'refused' })
    expect(await (await journal()).runs()).toEqual([])
    expect(await tables()).toEqual([])
    expect((await world.apply(dangerous, allowed)).status).toBe('done')
  })

  test('an unfinished run stands in the way of the next', async () => {
    const failing = plan(dialect, [step('1.1', ddl(sql('nonsense')))])
    const { run } = await world.apply(failing)
    await expect(world.apply(failing)).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringContaining(run.id),
    })
    await expect(world.goOn(run.id)).rejects.toMatchObject({ code: 'refused' })
    await expect(world.resume('9-nothing')).rejects.toMatchObject({
      code: 'usage',
      hint: expect.stringContaining(run.id),
    })
    expect((await world.rollback(run.id)).status).toBe('rolled_back')
    await expect(world.resume(run.id)).rejects.toMatchObject({ code: 'refused' })
    await expect(world.rollback(run.id)).rejects.toMatchObject({ code: 'refused' })
    expect((await world.apply(plan(dialect, []))).status).toBe('done')
  })

  test('pauses at the gate, and goes on past it only when told to', async () => {
    const gated = plan(
      dialect,
      [
        step('1.1', ddl(sql('create table a (id integer)')), { inverse: inverse(ddl(sql('drop table a'))) }),
        step('4.1', ddl(sql('create table b (id integer)')), { phase: 'contract' }),
        step('4.2', ddl(sql('nonsense')), { phase: 'contract' }),
      ],
      { gate: true },
    )
    const manual = { options: { gate: 'manual' } } as const
    const { run, status } = await world.apply(gated, manual)
    expect(status).toBe('paused')
    expect(world.events.slice(-2)).toMatchObject([
      { type: 'gate_reached', remaining: 2 },
      { type: 'run_finished', status: 'paused' },
    ])
    await expect(world.resume(run.id, manual)).rejects.toMatchObject({
      code: 'refused',
      hint: expect.stringContaining('continue'),
    })
    expect((await world.goOn(run.id, manual)).status).toBe('failed')
    // Past the gate once is past it for good: the resume does not stop there again.
    expect((await world.resume(run.id, manual)).failure).toMatchObject({ step: '4.2' })
    expect(await tables()).toEqual(['a', 'b'])
  })

  test('stops after the phase it was to go through, and still has the gate before it', async () => {
    const phased = plan(
      dialect,
      [
        step('1.1', ddl(sql('create table a (id integer)'))),
        step('3.1', ddl(sql('create table b (id integer)')), { phase: 'validate' }),
        step('4.1', ddl(sql('create table c (id integer)')), { phase: 'contract' }),
      ],
      { gate: true },
    )
    const { run, status } = await world.apply(phased, { options: { through: 'expand', gate: 'manual' } })
    expect(status).toBe('paused')
    expect(await tables()).toEqual(['a'])
    expect((await world.goOn(run.id, { options: { gate: 'manual' } })).status).toBe('paused')
    expect(await tables()).toEqual(['a', 'b'])
    expect((await world.goOn(run.id, { options: { gate: 'manual' } })).status).toBe('done')
  })

  test('a rebuild runs without foreign keys being enforced on SQLite', async () => {
    const pragma = dialect.name === 'sqlite' ? 'select foreign_keys as on_ from pragma_foreign_keys' : 'select 0 as on_'
    const action = { ...ddl(sql('create table a (id integer)')), session: 'rebuild' } as const
    const rebuilt = plan(dialect, [
      step('1.1', action, { verify: [asks(`${pragma} where 0 <> (select on_ from (${pragma}) p)`, 'no_rows')] }),
    ])
    expect((await world.apply(rebuilt)).failure).toBeNull()
  })
})
