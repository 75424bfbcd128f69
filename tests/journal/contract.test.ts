import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Session } from '../../src/dialects/session.ts'
import { type Journal, openJournal } from '../../src/journal/journal.ts'
import type { Recorded } from '../../src/model/recorded.ts'
import { type RunStatus, runTransitions } from '../../src/model/run.ts'
import { emptySchema } from '../../src/model/schema.ts'
import type { Quarantine } from '../../src/model/step.ts'
import { dialectEngines } from '../apply/support/engines.ts'
import { ddl, plan, sql, step } from '../apply/support/plans.ts'
import type { FreshDatabase } from '../support/databases.ts'

const limits = { lockMs: 500, statementMs: 5_000 }
const recorded: Recorded = { schema: emptySchema, backfills: [], spellings: { 'a>1': '(a > 1)' } }

describe.each(dialectEngines())('the journal on $name', ({ dialect, fresh }) => {
  let database: FreshDatabase
  let session: Session
  let journal: Journal
  let now: number
  const clock = () => new Date(now)
  const open = () => openJournal(session, clock)
  const twoSteps = plan(dialect, [
    step('1.1', ddl(sql('select 1'))),
    step('4.1', ddl(sql(`select '\u0000 é 🦀'`)), { phase: 'contract', title: 'quote " and \\ and \u0000' }),
  ])

  beforeEach(async () => {
    now = Date.parse('2026-01-02T03:04:05.678Z')
    database = await fresh()
    session = await dialect.connect(database.url, 'journal test')
    journal = await open()
  })
  afterEach(async () => {
    await session.close()
    await database.dispose()
  })

  test('reading a database without a journal finds nothing and creates nothing', async () => {
    expect(await journal.recorded()).toBeNull()
    expect(await journal.run('latest')).toBeNull()
    expect(await journal.latestStatus()).toBeNull()
    expect(await journal.runs()).toEqual([])
    expect(await journal.finishedSteps()).toEqual([])
    expect(await journal.quarantined()).toEqual([])
    expect((await dialect.introspect(session)).tables).toEqual([])
    await journal.ensure()
    expect(await (await open()).runs()).toEqual([])
  })

  test('ensure can be repeated, and introspection does not see the journal', async () => {
    await journal.ensure()
    const { id } = await journal.createRun(twoSteps, 'me')
    await journal.ensure()
    expect((await journal.run('latest'))?.id).toBe(id)
    expect(await journal.latestStatus()).toBe((await journal.run('latest'))?.status)
    const { objects, ...found } = await dialect.introspect(session)
    // Whose `public` is, the server has decided.
    expect({ ...found, objects: objects.filter(({ kind }) => kind !== 'owner') }).toEqual(emptySchema)
  })

  test('a later version is refused, for reading as well', async () => {
    await journal.ensure()
    const meta = dialect.name === 'postgres' ? 'reconcile.meta' : '_reconcile_meta'
    await session.execute(`update ${meta} set value = '99' where key = 'version'`)
    const late = await open()
    await expect(late.recorded()).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringContaining('version 99'),
    })
    await expect(late.ensure()).rejects.toMatchObject({ code: 'refused' })
  })

  test('a run comes back as it was written, to the byte of its plan', async () => {
    await journal.ensure()
    const run = await journal.createRun(twoSteps, 'ann@host pid 7')
    expect(run).toEqual({
      id: `1-${twoSteps.id.slice(0, 8)}`,
      plan: twoSteps,
      status: 'running',
      startedAt: '2026-01-02T03:04:05.678Z',
      finishedAt: null,
      owner: 'ann@host pid 7',
      steps: twoSteps.steps.map(({ id, phase }) => ({
        ...{ id, phase, status: 'pending', attempts: 0, startedAt: null, finishedAt: null, error: null },
      })),
    })
    const read = await (await open()).run(run.id)
    expect(read).toEqual(run)
    expect(JSON.stringify(read?.plan)).toBe(JSON.stringify(twoSteps))
  })

  test('runs are ordered by their number, also within one millisecond', async () => {
    await journal.ensure()
    const ids = [await journal.createRun(twoSteps, 'a'), await journal.createRun(twoSteps, 'b')].map(({ id }) => id)
    expect((await journal.runs()).map(({ id }) => id)).toEqual(ids)
    expect((await journal.run('latest'))?.owner).toBe('b')
    expect(await journal.run('9-none')).toBeNull()
  })

  test('a plan of many steps is stored whole', async () => {
    await journal.ensure()
    const many = Array.from({ length: 1_203 }, (_, index) => step(`1.${index + 1}`, ddl(sql('select 1'))))
    await journal.createRun(plan(dialect, many), 'me')
    const run = await journal.run('latest')
    expect(run?.steps.map(({ id }) => id)).toEqual(many.map(({ id }) => id))
  })

  test.each(Object.keys(runTransitions) as RunStatus[])('from %s a run goes only where it may', async (from) => {
    await journal.ensure()
    const ways: Readonly<Record<RunStatus, readonly RunStatus[]>> = {
      running: [],
      paused: ['paused'],
      failed: ['failed'],
      done: ['done'],
      rolling_back: ['rolling_back'],
      rolled_back: ['rolling_back', 'rolled_back'],
    }
    for (const to of Object.keys(runTransitions) as RunStatus[]) {
      const { id } = await journal.createRun(twoSteps, 'me')
      for (const way of ways[from]) await journal.setRunStatus(id, way)
      const move = journal.setRunStatus(id, to)
      if (to === from || runTransitions[from].includes(to)) {
        await move
        expect((await journal.run(id))?.status).toBe(to)
      } else {
        await expect(move).rejects.toMatchObject({ code: 'bug' })
        expect((await journal.run(id))?.status).toBe(from)
      }
    }
  })

  test('a run has an end once it is over, and none once it goes on', async () => {
    await journal.ensure()
    const { id } = await journal.createRun(twoSteps, 'me')
    now += 1_000
    await journal.setRunStatus(id, 'failed')
    expect((await journal.run(id))?.finishedAt).toBe('2026-01-02T03:04:06.678Z')
    await journal.setRunStatus(id, 'running')
    await journal.takeRun(id, 'somebody else')
    expect(await journal.run(id)).toMatchObject({ finishedAt: null, owner: 'somebody else', status: 'running' })
  })

  test('a step goes there and back, counting the attempts of each way', async () => {
    await journal.ensure()
    const { id } = await journal.createRun(twoSteps, 'me')
    const first = async () => (await journal.run(id))?.steps[0]
    expect(await journal.startStep(id, '1.1', 'running')).toBe(1)
    await journal.failStep(id, '1.1', { message: 'no\nat all', sqlState: '23505', details: ['row: 1', 'choice: go'] })
    expect(await first()).toMatchObject({
      status: 'failed',
      error: { message: 'no at all', sqlState: '23505', details: ['row: 1', 'choice: go'] },
    })
    expect(await journal.startStep(id, '1.1', 'running')).toBe(2)
    expect(await first()).toMatchObject({ status: 'running', error: null, finishedAt: null })
    await journal.finishStep(id, '1.1', 'done')
    expect(await first()).toMatchObject({ status: 'done', attempts: 2, finishedAt: clock().toISOString() })
    expect(await journal.startStep(id, '1.1', 'undoing')).toBe(1)
    await journal.failStep(id, '1.1', { message: 'not back', sqlState: null, details: [] })
    expect(await first()).toMatchObject({
      status: 'undoing',
      error: { message: 'not back', sqlState: null, details: [] },
    })
    expect(await journal.startStep(id, '1.1', 'undoing')).toBe(2)
    await journal.finishStep(id, '1.1', 'undone')
    expect(await first()).toMatchObject({ status: 'undone', error: null })
    await expect(journal.startStep(id, '7.7', 'running')).rejects.toMatchObject({ code: 'bug' })
  })

  test('what is written inside of a transaction goes with it', async () => {
    await journal.ensure()
    const { id } = await journal.createRun(twoSteps, 'me')
    const key = { runId: id, stepId: '1.1', direction: 'apply' } as const
    await expect(
      session.transaction('write', limits, async () => {
        expect(await journal.claimStep(id, '1.1')).toBe('pending')
        await session.execute('create table things (id integer)')
        await journal.finishStep(id, '1.1', 'done')
        await journal.saveCheckpoint(key, { cursor: ['1'], rowsDone: 1, batchRows: 1, finished: true })
        await journal.saveRecorded(recorded)
        throw new Error('stop')
      }),
    ).rejects.toThrow('stop')
    expect((await journal.run(id))?.steps[0]?.status).toBe('pending')
    expect(await journal.checkpoint(key)).toBeNull()
    expect(await journal.recorded()).toBeNull()
    expect((await dialect.introspect(session)).tables).toEqual([])
  })

  test('steps that were done at the first attempt are known with what they took', async () => {
    await journal.ensure()
    const { id } = await journal.createRun(twoSteps, 'me')
    await journal.startStep(id, '1.1', 'running')
    now += 1_500
    await journal.saveCheckpoint(
      { runId: id, stepId: '1.1', direction: 'apply' },
      { cursor: [], rowsDone: 70, batchRows: 10, finished: true },
    )
    await journal.finishStep(id, '1.1', 'done')
    await journal.startStep(id, '4.1', 'running')
    await journal.startStep(id, '4.1', 'running')
    await journal.finishStep(id, '4.1', 'done')
    expect(await journal.finishedSteps()).toEqual([{ step: twoSteps.steps[0], elapsedMs: 1_500, rowsDone: 70 }])
  })

  test('checkpoints of the two directions are kept apart', async () => {
    await journal.ensure()
    const { id } = await journal.createRun(twoSteps, 'me')
    const there = { runId: id, stepId: '1.1', direction: 'apply' } as const
    const back = { ...there, direction: 'rollback' } as const
    const one = { cursor: ['9007199254740993', 'é\u0000'], rowsDone: 5_000_000_000, batchRows: 100, finished: false }
    await journal.saveCheckpoint(there, { ...one, finished: true })
    if (dialect.name === 'sqlite') await journal.saveCheckpoint(there, one)
    else await journal.saveCheckpoint(there, { ...one, cursor: ['9007199254740993', 'é'] })
    expect(await journal.checkpoint(there)).toMatchObject({ rowsDone: 5_000_000_000, batchRows: 100, finished: false })
    expect((await journal.checkpoint(there))?.cursor[0]).toBe('9007199254740993')
    expect(await journal.checkpoint(back)).toBeNull()
    await journal.saveCheckpoint(back, { cursor: [], rowsDone: 0, batchRows: 7, finished: true })
    expect(await session.transaction('write', limits, () => journal.claimCheckpoint(back))).toMatchObject({
      finished: true,
    })
    expect((await journal.checkpoint(there))?.finished).toBe(false)
  })

  test('a run keeps what was recorded before it', async () => {
    await journal.ensure()
    const first = await journal.createRun(twoSteps, 'me')
    await journal.saveRecorded(recorded)
    const second = await journal.createRun(twoSteps, 'me')
    await journal.saveRecorded({ ...recorded, spellings: {} })
    expect(await journal.recordedBefore(first.id)).toBeNull()
    expect(await journal.recordedBefore(second.id)).toEqual(recorded)
    expect((await journal.recorded())?.spellings).toEqual({})
    await journal.saveRecorded(null)
    expect(await journal.recorded()).toBeNull()
  })

  test('quarantine is found again by where a thing is kept', async () => {
    await journal.ensure()
    const { id } = await journal.createRun(twoSteps, 'me')
    const orders = { schema: dialect.defaultSchema, name: 'orders' }
    const aside: Quarantine = {
      kind: 'column',
      name: orders,
      column: 'total',
      keptAs: { name: orders, column: '_rq_total' },
    }
    const other: Quarantine = {
      kind: 'table',
      name: orders,
      column: null,
      keptAs: { name: { schema: 'q', name: 'o' }, column: null },
    }
    await journal.addQuarantine(id, '4.1', aside)
    now += 5
    await journal.addQuarantine(id, '4.1', other)
    await journal.addQuarantine(id, '4.1', other)
    expect(await journal.quarantined()).toEqual([
      { quarantine: aside, runId: id, stepId: '4.1', since: '2026-01-02T03:04:05.678Z' },
      { quarantine: other, runId: id, stepId: '4.1', since: '2026-01-02T03:04:05.683Z' },
    ])
    await journal.removeQuarantine(aside)
    expect((await journal.quarantined()).map(({ quarantine }) => quarantine)).toEqual([other])
  })

  test('a gate has been open since the first time that the run has come to it', async () => {
    await journal.ensure()
    const { id } = await journal.createRun(twoSteps, 'me')
    expect(await journal.gateOpenedAt(id)).toBeNull()
    await journal.openGate(id)
    now += 60_000
    await journal.openGate(id)
    expect(await (await open()).gateOpenedAt(id)).toBe('2026-01-02T03:04:05.678Z')
  })

  test('a journal of version 1 is read as it is, and brought up to date with its runs', async () => {
    await journal.ensure()
    const run = await journal.createRun(twoSteps, 'me')
    await journal.setRunStatus(run.id, 'paused')
    const [meta, gates, usage] =
      dialect.name === 'postgres'
        ? ['reconcile.meta', 'reconcile.gates', 'reconcile.usage']
        : ['_reconcile_meta', '_reconcile_gates', '_reconcile_usage']
    await session.execute(`drop table ${gates}`)
    await session.execute(`drop table ${usage}`)
    await session.execute(`update ${meta} set value = '1' where key = 'version'`)
    const older = await open()
    expect(await older.gateOpenedAt(run.id)).toBeNull()
    expect(await older.usage(run.id)).toBeNull()
    expect(await older.run('latest')).toMatchObject({ id: run.id, status: 'paused' })
    await older.ensure()
    await older.openGate(run.id)
    expect(await older.gateOpenedAt(run.id)).toBe('2026-01-02T03:04:05.678Z')
    expect((await older.run('latest'))?.plan).toEqual(twoSteps)
  })

  test('counters of use take the place of earlier ones', async () => {
    await journal.ensure()
    const { id } = await journal.createRun(twoSteps, 'me')
    expect(await journal.usage(id)).toBeNull()
    const counters = (epoch: string) => ({
      epoch,
      tablesUnknown: null,
      tables: [{ table: { schema: 'crm', name: 'o"x' }, scans: 3, writes: 0 }],
      columnsUnknown: 'nobody counts',
      columns: [],
    })
    await journal.saveUsage(id, counters('first'))
    now += 60_000
    await journal.saveUsage(id, counters('second'))
    expect(await (await open()).usage(id)).toEqual({ since: '2026-01-02T03:05:05.678Z', counters: counters('second') })
  })

  test('the gate is passed once', async () => {
    await journal.ensure()
    const { id } = await journal.createRun(twoSteps, 'me')
    expect(await journal.gatePassed(id)).toBe(false)
    await journal.passGate(id)
    expect(await (await open()).gatePassed(id)).toBe(true)
  })
})
