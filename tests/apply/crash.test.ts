import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { RunContext } from '../../src/apply/context.ts'
import { openJournal } from '../../src/journal/journal.ts'
import type { Plan } from '../../src/model/plan.ts'
import { CutOff, cutOffBefore, observed } from '../support/faults.ts'
import { postgresMajors } from '../support/databases.ts'
import { warmSessions } from '../support/warm-sessions.ts'
import { type DialectEngine, dialectEngines } from './support/engines.ts'
import { addItems, createItems, fillStep, itemsBackfill, itemsPlan } from './support/items.ts'
import { ddl, inverse, lone, named, sql, step } from './support/plans.ts'
import { runChild } from './support/run-child.ts'
import { createWorld, standing, type World } from './support/world.ts'

/** One of each: a transaction of two statements, a backfill of two batches with an archive, and a lone statement where there is one. */
function onePlan({ dialect }: DialectEngine): Plan {
  const place = { index: named(dialect, 'items_label_idx'), table: named(dialect, 'items') }
  const index =
    dialect.name === 'postgres'
      ? step(
          '3.1',
          lone('create index concurrently items_label_idx on public.items (label)', {
            kind: 'index_created',
            ...place,
          }),
          {
            phase: 'validate',
            inverse: inverse(
              lone('drop index concurrently public.items_label_idx', { kind: 'index_dropped', ...place }),
            ),
          },
        )
      : step('3.1', ddl(sql('create index items_label_idx on items (label)')), {
          phase: 'validate',
          inverse: inverse(ddl(sql('drop index items_label_idx'))),
        })
  return itemsPlan(
    dialect,
    step('1.1', ddl(sql('create table made (id integer)'), sql('insert into made values (1)')), {
      inverse: inverse(ddl(sql('drop table made'))),
    }),
    fillStep(dialect, itemsBackfill(dialect), { archive: true }),
    index,
  )
}

const rowCount = 130

/** Emptied rather than made anew each time, which takes a server much longer. */
async function prepare(world: World, { dialect }: DialectEngine): Promise<void> {
  if (dialect.name === 'postgres') {
    await world.run('drop schema if exists reconcile cascade')
    await world.run('drop schema if exists reconcile_quarantine cascade')
  } else {
    const journal = await world.rows(
      `select name from sqlite_schema where type = 'table' and name like '\\_reconcile%' escape '\\'`,
    )
    await world.run('pragma foreign_keys = off')
    for (const { name } of journal) await world.run(`drop table ${String(name)}`)
  }
  for (const name of ['made', '_rq_items_archive', 'items']) await world.run(`drop table if exists ${name}`)
  await world.run(createItems)
  await addItems(world, 1, rowCount)
}

async function expectDone(world: World, runId: string): Promise<void> {
  expect(await standing(world.session)).toBe('1.1 done, 2.1 done, 3.1 done')
  expect(await world.rows('select id from made')).toEqual([{ id: 1 }])
  expect(await world.rows(`select id from items where hits <> 1 or label <> 'item ' || id`)).toEqual([])
  const journal = await openJournal(world.session)
  expect(await journal.checkpoint({ runId, stepId: '2.1', direction: 'apply' })).toMatchObject({
    rowsDone: rowCount,
    finished: true,
  })
  expect((await journal.run(runId))?.status).toBe('done')
}

async function expectUndone(world: World, engine: DialectEngine, runId: string): Promise<void> {
  const { tables } = await engine.dialect.introspect(world.session)
  expect(tables.map(({ name }) => name.name)).toEqual(['items'])
  expect(tables[0]?.indexes).toEqual([])
  expect(await world.rows('select id from items where hits <> 0 or label is not null')).toEqual([])
  expect(await world.rows('select id from items')).toHaveLength(rowCount)
  const run = await (await openJournal(world.session)).run(runId)
  expect(run?.status).toBe('rolled_back')
  expect(
    run?.steps.filter(({ status }) => status !== 'pending' && status !== 'undone' && status !== 'running'),
  ).toEqual([])
}

type End = 'killed' | 'done'

interface Way {
  readonly name: string
  /** Every n, or every so manieth: a process takes ten times as long to start as all it does. */
  readonly stride: number
  apply(world: World, plan: Plan, n: number): Promise<End>
  rollback(world: World, runId: string, n: number): Promise<End>
}

const cutOff: Way = {
  name: 'cut off',
  stride: 1,
  apply: (world, plan, n) => ending((context) => world.apply(plan, { context }), world, n),
  rollback: (world, runId, n) => ending((context) => world.rollback(runId, { context }), world, n),
}

const killed: Way = {
  name: 'killed',
  stride: Number(process.env['RECONCILE_TEST_KILL_EVERY'] ?? 31),
  apply: ({ url }, plan, n) => runChild({ url, verb: 'apply', plan, runId: '', dieBefore: n }),
  rollback: ({ url }, runId, n) => runChild({ url, verb: 'rollback', plan: null, runId, dieBefore: n }),
}

async function ending(run: (context: Partial<RunContext>) => Promise<unknown>, world: World, n: number): Promise<End> {
  const before = cutOffBefore(n)
  try {
    await run({ connect: async () => observed(await world.connect(), before) })
    return 'done'
  } catch (error) {
    for (let inner = error; inner instanceof Error; inner = inner.cause) if (inner instanceof CutOff) return 'killed'
    throw error
  }
}

/** Returns the first n that is past the end. */
async function forEveryN(stride: number, body: (n: number) => Promise<End>): Promise<number> {
  for (let n = 1; ; n += stride) if ((await body(n)) === 'done') return n
}

const cases = dialectEngines().flatMap((engine) =>
  [cutOff, killed].map((way) => ({
    // What a statement leaves behind is the same on every major of PostgreSQL.
    stride: way.stride * (engine.major === undefined || engine.major === postgresMajors()[0] ? 1 : 4),
    // Hundreds of runs in one database: opening their sessions would take most of the time.
    engine: engine.major === undefined ? engine : { ...engine, dialect: warmSessions().dialect },
    way,
    title: `${way.name} before the n-th thing it does on ${engine.name}`,
  })),
)

describe.each(cases)('a process $title', ({ engine, way, stride }) => {
  const plan = onePlan(engine)
  const runId = `1-${plan.id.slice(0, 8)}`
  const timeout = 300_000

  /** Whether the run had been written down; if not, nothing at all has happened. */
  const settleBegin = async (world: World): Promise<void> => {
    if ((await (await openJournal(world.session)).run(runId)) !== null) return
    expect((await engine.dialect.introspect(world.session)).tables.map(({ name }) => name.name)).toEqual(['items'])
    expect((await world.apply(plan)).status).toBe('done')
  }
  const statusOf = async (world: World) => (await (await openJournal(world.session)).run(runId))?.status
  const inWorld = (body: (world: World, n: number) => Promise<End>) => async (n: number) => {
    await prepare(world, engine)
    return await body(world, n)
  }
  let world: World
  beforeEach(async () => {
    world = await createWorld(engine)
  })
  afterEach(() => world.dispose())

  test('while applying is finished by resume', { timeout }, async () => {
    const things = await forEveryN(
      stride,
      inWorld(async (world, n) => {
        const end = await way.apply(world, plan, n)
        await settleBegin(world)
        if ((await statusOf(world)) !== 'done') expect((await world.resume(runId)).failure).toBeNull()
        await expectDone(world, runId)
        return end
      }),
    )
    // Fewer would mean that the faults do not see everything.
    expect(things).toBeGreaterThan(50)
  })

  test('while applying is taken back by rollback', { timeout }, async () => {
    await forEveryN(
      stride,
      inWorld(async (world, n) => {
        const end = await way.apply(world, plan, n)
        await settleBegin(world)
        expect((await world.rollback(runId)).failure).toBeNull()
        await expectUndone(world, engine, runId)
        return end
      }),
    )
  })

  test('while rolling back is finished by another rollback', { timeout }, async () => {
    const things = await forEveryN(
      stride,
      inWorld(async (world, n) => {
        expect((await world.apply(plan)).status).toBe('done')
        const end = await way.rollback(world, runId, n)
        if ((await statusOf(world)) !== 'rolled_back') expect((await world.rollback(runId)).failure).toBeNull()
        await expectUndone(world, engine, runId)
        return end
      }),
    )
    expect(things).toBeGreaterThan(30)
  })
})
