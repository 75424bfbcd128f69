import pg from 'pg'
import { afterEach, describe, expect, test } from 'vitest'
import type { Engine } from '../support/databases.ts'
import { linesOf } from './support/json.ts'
import type { Running } from './support/process.ts'
import { createWorld, mainEngines, openSqlite, postgresEngine, sqliteEngine, type World } from './support/world.ts'

let world: World
afterEach(() => world.dispose())

const spec = (columns: string, more = '') =>
  `tables:\n  notes:\n    columns: { id: bigint, body: text${columns} }\n    primary_key: [id]\n${more}`
/** In batches of 100 a backfill of these takes long enough to be met in the middle. */
const rows = 20_000
const filled = spec(
  ', loud: text',
  '    backfills: { shout: { set: { loud: upper(body) }, where: loud is null, batch: { rows: 100, target: 1ms } } }\n',
)

async function worldWithRows(engine: Engine, target = ''): Promise<void> {
  world = await createWorld(engine, { target })
  await world.write(spec(''))
  await world.expect(0, '--yes')
  await world.sql(
    `insert into notes with recursive n(id) as (select 1 union all select id + 1 from n where id < ${rows}) select id, 'b' || id from n`,
  )
}

async function backfilling(...args: readonly string[]): Promise<Running> {
  await world.write(filled)
  const running = await world.start({}, '--yes', ...args)
  await running.wrote('stdout', '"step_progress"')
  return running
}

async function filledRows(): Promise<number> {
  return Number((await world.rows(`select count(*) as n from notes where loud = upper(body)`))[0]?.['n'])
}

describe.each(mainEngines())('on $name', (engine) => {
  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s stops after the batch under way: exit %i, and resume goes on from there', async (signal, code) => {
    await worldWithRows(engine)
    const running = await backfilling('--json')
    running.kill(signal)
    const ended = await running.ended
    expect(ended).toMatchObject({ code, signal: null })
    const lines = linesOf(ended)
    expect(lines.map(({ type }) => type)).toContain('interrupt_requested')
    expect(lines.at(-1)).toMatchObject({
      message: expect.stringContaining('Stopped'),
      next: expect.stringContaining('reconcile resume'),
    })
    const done = await filledRows()
    expect(done).toBeGreaterThan(0)
    expect(done).toBeLessThan(rows)
    expect(done % 100).toBe(0)
    const status = (await world.expect(0, 'status')).stdout
    expect(status).toMatch(/[12] done, 1 running/)
    expect(status).toContain('reconcile resume')
    await world.expect(0, 'resume')
    expect(await filledRows()).toBe(rows)
  })

  test('a second run is turned away, naming the first, which goes on', async () => {
    await worldWithRows(engine)
    const first = await backfilling('--json')
    // However slow it is: it does not get any further meanwhile.
    first.kill('SIGSTOP')
    const { stderr } = await world.expect(69, 'resume')
    expect(stderr).toContain('another run is working on this database')
    expect(stderr).toContain(`pid ${first.pid}`)
    first.kill('SIGCONT')
    expect(await first.ended).toMatchObject({ code: 0 })
    expect(await filledRows()).toBe(rows)
  })
})

test('a second Ctrl-C cancels the statement under way on the server', async () => {
  await worldWithRows(postgresEngine())
  // The index cannot be finished while this is open, and waits for it without a lock timeout.
  const other = new pg.Client({ connectionString: world.url })
  await other.connect()
  try {
    await other.query('begin isolation level repeatable read; select count(*) from notes')
    await world.write(spec('', '    indexes: { notes_body_idx: [body] }\n'))
    const running = await world.start({}, '--yes', '--json')
    await running.wrote('stdout', '"step_started"')
    const building = `select 1 from pg_stat_progress_create_index where phase like 'waiting%'`
    while ((await world.rows(building)).length === 0) await new Promise((resolve) => setTimeout(resolve, 20))
    running.kill('SIGINT')
    await running.wrote('stdout', '"interrupt_requested"')
    running.kill('SIGINT')
    expect(await running.ended).toMatchObject({ code: 130 })
  } finally {
    await other.end()
  }
  await world.expect(0, 'resume')
  expect((await world.contents()).schema.filter((line) => line.includes('valid f'))).toEqual([])
  expect((await world.expect(0)).stdout).toMatch(/^In sync/)
})

test('an application that takes SQLite for itself in the middle of a run: it fails, and resumes', async () => {
  await worldWithRows(sqliteEngine(), '    lock_window: 1s\n')
  const running = await backfilling('--json')
  const writer = openSqlite(world.url)
  try {
    writer.pragma('busy_timeout = 30000')
    writer.exec('begin immediate')
    await running.wrote('stdout', '"step_failed"')
    writer.exec('rollback')
    const ended = await running.ended
    expect(ended.code).toBe(1)
    expect(linesOf(ended).at(-1)).toMatchObject({ error: { sql_state: 'SQLITE_BUSY' } })
  } finally {
    writer.close()
  }
  await world.expect(0, 'resume')
  expect(await filledRows()).toBe(rows)
})

test('interrupted before anything was changed, there is nothing to resume', async () => {
  world = await createWorld(sqliteEngine(), { target: '    backup: touch begun && sleep 1\n' })
  await world.write(spec(''))
  const running = await world.start({}, '--yes')
  await running.wrote('stderr', 'Next: reconcile apply')
  await new Promise((resolve) => setTimeout(resolve, 300))
  running.kill('SIGINT')
  const { code, stderr } = await running.ended
  expect(stderr).toContain('stopped before anything was changed')
  expect(code).toBe(130)
  expect((await world.expect(0, 'status')).stdout).toContain('No run yet')
})
