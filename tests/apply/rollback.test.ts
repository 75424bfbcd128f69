import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openJournal } from '../../src/journal/journal.ts'
import type { Quarantine } from '../../src/model/step.ts'
import { dialectEngines } from './support/engines.ts'
import { asks, ddl, inverse, locking, named, plan, sql, step } from './support/plans.ts'
import { createWorld, settled, standing, type World } from './support/world.ts'

describe.each(dialectEngines())('a rollback on $name', (engine) => {
  const { dialect } = engine
  let world: World
  beforeEach(async () => {
    world = await createWorld(engine)
    await world.run('create table items (id integer primary key)')
    await world.run('insert into items values (1)')
  })
  afterEach(() => world.dispose())
  const journal = () => openJournal(world.session)
  const columns = async () => {
    const { tables } = await dialect.introspect(world.session)
    return tables.map(({ name, columns: of }) => `${name.name}: ${of.map((column) => column.name).join(' ')}`)
  }
  const log = (text: string) => sql(`insert into log values ('${text}')`)

  test('undoes the steps, last one first', async () => {
    await world.run('create table log (entry text)')
    const three = plan(
      dialect,
      ['1.1', '1.2', '3.1'].map((id) =>
        step(id, ddl(log(`do ${id}`)), {
          phase: id === '3.1' ? 'validate' : 'expand',
          inverse: inverse(ddl(log(`undo ${id}`))),
        }),
      ),
    )
    const { run } = await world.apply(three)
    world.events.length = 0
    const back = await world.rollback(run.id)
    expect(back).toMatchObject({ status: 'rolled_back', failure: null, run: { status: 'rolled_back' } })
    const entries = (await world.rows('select entry from log')).map(({ entry }) => entry)
    expect(entries).toEqual(['do 1.1', 'do 1.2', 'do 3.1', 'undo 3.1', 'undo 1.2', 'undo 1.1'])
    expect(await standing(world.session)).toBe('1.1 undone, 1.2 undone, 3.1 undone')
    expect(await (await journal()).recorded()).toBeNull()
    expect(world.events[0]).toMatchObject({
      direction: 'rollback',
      steps: [{ id: '3.1' }, { id: '1.2' }, { id: '1.1' }],
    })
  })

  test('undoes only what a failed run has done', async () => {
    await world.run('create table log (entry text)')
    const failing = plan(dialect, [
      step('1.1', ddl(log('do 1.1')), { inverse: inverse(ddl(log('undo 1.1'))) }),
      step('1.2', ddl(sql('nonsense')), { inverse: inverse(ddl(log('undo 1.2'))) }),
      step('1.3', ddl(log('do 1.3')), { inverse: inverse(ddl(log('undo 1.3'))) }),
    ])
    const { run } = await world.apply(failing)
    expect((await world.rollback(run.id)).status).toBe('rolled_back')
    expect((await world.rows('select entry from log')).map(({ entry }) => entry)).toEqual(['do 1.1', 'undo 1.1'])
  })

  const kept: Quarantine = {
    kind: 'column',
    name: named(dialect, 'items'),
    column: 'label',
    keptAs: { name: named(dialect, 'items'), column: '_rq_label' },
  }
  const addsColumn = () =>
    plan(dialect, [
      step('1.1', ddl(sql('alter table items add column label text')), {
        inverse: inverse(ddl(sql('alter table items rename column label to _rq_label')), {
          exactness: 'lossy',
          quarantines: [kept],
          discard: {
            unused: asks('select id from items where label is not null', 'no_rows'),
            action: ddl(
              dialect.name === 'postgres'
                ? locking(dialect, 'items', 'alter table items drop column label')
                : sql('alter table items drop column label'),
            ),
          },
        }),
      }),
    ])

  test('drops an added column that nobody has used', async () => {
    const { run } = await world.apply(addsColumn())
    expect((await world.rollback(run.id)).failure).toBeNull()
    expect(await columns()).toEqual(['items: id'])
    expect(await (await journal()).quarantined()).toEqual([])
  })

  test('puts aside an added column that holds something', async () => {
    const { run } = await world.apply(addsColumn())
    await world.run(`update items set label = 'precious'`)
    expect((await world.rollback(run.id)).failure).toBeNull()
    expect(await world.rows('select _rq_label from items')).toEqual([{ _rq_label: 'precious' }])
    expect(await (await journal()).quarantined()).toMatchObject([{ quarantine: kept, runId: run.id, stepId: '1.1' }])
  })

  test('takes back out of quarantine what the run had put there', async () => {
    await world.run('alter table items add column label text')
    const drops = plan(dialect, [
      step('4.1', ddl(sql('alter table items rename column label to _rq_label')), {
        phase: 'contract',
        quarantines: [kept],
        inverse: inverse(ddl(sql('alter table items rename column _rq_label to label'))),
      }),
    ])
    const { run } = await world.apply(drops)
    expect(await (await journal()).quarantined()).toMatchObject([{ quarantine: kept }])
    expect((await world.rollback(run.id)).failure).toBeNull()
    expect(await (await journal()).quarantined()).toEqual([])
    expect(await columns()).toEqual(['items: id label'])
  })

  test('that fails can be tried again, and the run can no longer be resumed', async () => {
    const adds = plan(dialect, [
      step('1.1', ddl(sql('create table a (id integer)')), { inverse: inverse(ddl(sql('drop table a'))) }),
      step('1.2', ddl(sql('create table b (id integer)')), {
        inverse: inverse(ddl(sql('drop table b')), {
          prechecks: [asks('select id from b', 'no_rows', 'b is not empty')],
        }),
      }),
    ])
    const { run } = await world.apply(adds)
    await world.run('insert into b values (1)')
    expect((await world.rollback(run.id)).failure).toMatchObject({
      code: 'refused',
      step: '1.2',
      message: 'b is not empty',
    })
    expect(await standing(world.session)).toBe('1.1 done, 1.2 undoing')
    await expect(world.resume(run.id)).rejects.toMatchObject({
      code: 'refused',
      hint: expect.stringContaining('rollback'),
    })
    await world.run('delete from b')
    expect((await world.rollback(run.id)).status).toBe('rolled_back')
    expect(await columns()).toEqual(['items: id'])
  })

  test('over a step without a way back has to be allowed, and leaves that step as it is', async () => {
    const final = inverse({ kind: 'nothing' }, { exactness: 'none', note: 'a label cannot be removed' })
    const extended = plan(dialect, [
      step('1.1', ddl(sql('create table a (id integer)')), { inverse: inverse(ddl(sql('drop table a'))) }),
      step('1.2', ddl(sql('create table b (id integer)')), { title: 'add label', inverse: final }),
    ])
    const { run } = await world.apply(extended)
    await expect(world.rollback(run.id)).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringContaining('1.2 add label: a label cannot be removed'),
      hint: expect.stringContaining('--allow irreversible'),
    })
    expect((await (await journal()).run(run.id))?.status).toBe('done')
    expect((await world.rollback(run.id, { context: { allow: ['irreversible'] } })).status).toBe('rolled_back')
    expect(await columns()).toEqual(['b: id', 'items: id'])
  })

  test('of a run that a later one stands on is refused', async () => {
    const first = await world.apply(plan(dialect, [step('1.1', ddl(sql('create table a (id integer)')))]))
    const second = await world.apply(plan(dialect, [step('1.1', ddl(sql('create table b (id integer)')))]))
    await expect(world.rollback(first.run.id)).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringContaining(second.run.id),
    })
    expect((await world.rollback(second.run.id)).status).toBe('rolled_back')
    expect((await world.rollback(first.run.id)).status).toBe('rolled_back')
  })

  test('goes back to what was recorded before, or fails when the database is something else', async () => {
    const { run } = await world.apply(plan(dialect, [step('1.1', ddl(sql('create table a (id integer)')))]))
    const residue = await world.rollback(run.id, {
      options: { settle: async () => ({ ...settled, residue: ['drop table a'] }) },
    })
    expect(residue).toMatchObject({
      status: 'failed',
      failure: { code: 'not_converged', explained: { found: ['drop table a'] } },
    })
    expect(residue.run.status).toBe('rolled_back')
    expect(await (await journal()).recorded()).toEqual(settled.recorded)
  })

  test('of a paused run needs no continue', async () => {
    const gated = plan(
      dialect,
      [
        step('1.1', ddl(sql('create table a (id integer)')), { inverse: inverse(ddl(sql('drop table a'))) }),
        step('4.1', ddl(sql('create table b (id integer)')), { phase: 'contract' }),
      ],
      { gate: true },
    )
    const { run } = await world.apply(gated, { options: { gate: 'manual' } })
    expect((await world.rollback(run.id)).status).toBe('rolled_back')
    expect(await columns()).toEqual(['items: id'])
  })
})
