import pg from 'pg'
import { afterEach, expect, test } from 'vitest'
import { linesOf } from './support/json.ts'
import { createWorld, openSqlite, postgresEngine, sqliteEngine, type World } from './support/world.ts'

const open: { end(): Promise<void> }[] = []
let world: World
afterEach(async () => {
  for (const client of open.splice(0)) await client.end()
  await world.dispose()
})

const spec = (columns: string) => `tables:\n  notes:\n    columns: { id: bigint, ${columns} }\n    primary_key: [id]\n`

async function client(name: string): Promise<pg.Client> {
  const one = new pg.Client({ connectionString: world.url, application_name: name })
  await one.connect()
  open.push(one)
  return one
}

test('a transaction left open: readers go on, the run says who is in the way, gives up, and resumes once it is gone', async () => {
  world = await createWorld(postgresEngine(), { target: '    lock_window: 2s\n' })
  await world.write(spec('body: text'))
  await world.expect(0, '--yes')
  await world.sql(`insert into notes values (1, 'a')`)
  const idle = await client('nightly report')
  await idle.query('begin; select * from notes')
  const reader = await client('the application')
  // Longer than the run may ever make anybody wait: a reader that is still queued then fails.
  await reader.query(`set statement_timeout = '1500ms'`)
  await world.write(spec('body: text, title: text'))

  const running = await world.start({}, '--yes', '--json')
  await running.wrote('stdout', '"step_waiting"')
  let reads = 0
  let over = false
  void running.ended.then(() => (over = true))
  while (!over) {
    expect((await reader.query('select body from notes')).rows).toEqual([{ body: 'a' }])
    reads += 1
  }
  const ended = await running.ended
  expect(ended.code).toBe(1)
  expect(reads).toBeGreaterThan(20)
  const lines = linesOf(ended)
  const waits = lines.filter(({ type }) => type === 'step_waiting')
  expect(waits.length).toBeGreaterThan(2)
  // A reader may be reading at that very moment, and is then in the way too.
  const blocker = expect.objectContaining({ application: 'nightly report', state: 'idle in transaction' })
  expect(waits.at(-1)).toMatchObject({ blockers: expect.arrayContaining([blocker]) })
  const { pid } = (await idle.query<{ pid: number }>('select pg_backend_pid() as pid')).rows[0] ?? { pid: 0 }
  const hint = expect.stringContaining(`pid ${pid} (postgres, nightly report), idle in transaction`)
  expect(lines.at(-1)).toMatchObject({ error: { code: 'step_failed', sql_state: '55P03', hint } })
  expect((await world.expect(0, 'status')).stdout).toMatch(/1\.1 add column notes\.title {2}\(failed/)

  await idle.query('rollback')
  await world.expect(0, 'resume')
  expect((await world.expect(0)).stdout).toMatch(/^In sync/)
})

test('told to, the run ends who stands in the way when the window is over, and says whom', async () => {
  world = await createWorld(postgresEngine(), { target: '    lock_window: 1500ms\n    terminate_blockers: true\n' })
  await world.write(spec('body: text'))
  await world.expect(0, '--yes')
  const idle = await client('nightly report')
  idle.on('error', () => undefined)
  const { rows } = await idle.query<{ pid: number }>('select pg_backend_pid() as pid')
  await idle.query('begin')
  await idle.query('select * from notes')
  await world.write(spec('body: text, title: text'))
  const lines = linesOf(await world.expect(0, '--yes', '--json'))
  expect(lines.filter(({ type }) => type === 'blocker_ended')).toEqual([
    expect.objectContaining({
      level: 'warn',
      step: '1.1',
      ended: true,
      reason: null,
      blocker: expect.objectContaining({
        pid: rows[0]?.pid,
        user: 'postgres',
        application: 'nightly report',
        state: 'idle in transaction',
        query: 'select * from notes',
      }),
      message: expect.stringMatching(
        /^1\.1: ended pid \d+ \(postgres, nightly report; idle in transaction for .*: select \* from notes\)$/,
      ),
    }),
  ])
})

test('there is nobody to end on SQLite, and that is said', async () => {
  world = await createWorld(sqliteEngine())
  await world.write(spec('body: text'))
  expect((await world.expect(64, '--yes', '--terminate-blockers')).stderr).toContain('SQLite has no sessions')
  const config = 'targets:\n  app: { url: "${APP_URL}", terminate_blockers: true }\ndefault_target: app\n'
  await world.write(config, 'specs/reconcile.yaml')
  expect((await world.expect(65, '--yes')).stderr).toContain('terminate_blockers: SQLite has no sessions')
})

test('a lock that goes away in time is waited for', async () => {
  world = await createWorld(postgresEngine())
  await world.write(spec('body: text'))
  await world.expect(0, '--yes')
  const other = await client('nightly report')
  await other.query('begin; lock table notes in access share mode')
  await world.write(spec('body: text, title: text'))
  const running = await world.start({}, '--yes')
  await running.wrote('stderr', 'held by pid')
  await other.query('commit')
  const { code, stderr } = await running.ended
  expect(stderr).toContain('nightly report; idle in transaction')
  expect(code).toBe(0)
})

test('SQLite locked by a process that writes: waited for, then given up, then resumed', async () => {
  world = await createWorld(sqliteEngine(), { target: '    lock_window: 1s\n' })
  await world.write(spec('body: text'))
  await world.expect(0, '--yes')
  await world.write(spec('body: text, title: text'))
  const writer = openSqlite(world.url)
  open.push({ end: async () => void writer.close() })
  writer.exec('begin immediate')
  // Reading goes on beside a writer (WAL).
  expect((await world.expect(2, 'plan')).stdout).toContain('add column notes.title')
  const { code, stderr } = await world.run('--yes', '--quiet')
  expect(stderr).toMatch(/another process|locked/)
  expect(stderr).toContain('SQLITE_BUSY')
  expect(code).toBe(69)
  writer.exec('rollback')
  await world.expect(0, '--yes')
  expect((await world.expect(0)).stdout).toMatch(/^In sync/)
})
