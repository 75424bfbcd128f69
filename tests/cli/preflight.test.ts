import { truncateSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startPooler } from '../support/pooler.ts'
import { documentOf, linesOf } from './support/json.ts'
import { createWorld, postgresEngine, type World } from './support/world.ts'

const spec = (indexes = '{}') =>
  `tables:\n  notes:\n    columns: { id: bigint, body: text }\n    primary_key: [id]\n    indexes: ${indexes}\n`

let world: World
beforeEach(async () => {
  world = await createWorld(postgresEngine(), { target: '    lock_budget: 50ms\n' })
  await world.write(spec())
  await world.expect(0, '--yes')
  await world.sql(`insert into notes values (1, 'a')`)
})
afterEach(() => world.dispose())

test('behind a transaction pooler nothing is begun', async () => {
  const pool = await startPooler(world.url, { size: 3, rotating: false })
  await world.write(spec('{ notes_body_idx: [body] }'))
  const before = await world.contents()
  const through = (...args: readonly string[]) => world.runWith({ env: { APP_URL: pool.url } }, ...args)
  expect((await through('plan')).code).toBe(2)
  for (const args of [
    ['--yes', '--quiet'],
    ['rollback', '--yes', '--quiet'],
  ]) {
    const { code, stderr } = await through(...args)
    expect(stderr).toContain('transaction pooler')
    expect(stderr).toContain('Connect to the server itself')
    expect(code).toBe(3)
  }
  expect(await world.contents()).toEqual(before)
  await pool.close()
  await world.expect(0, '--yes')
})

test('a transaction that is open too long is told by plan and by the run, which waits for it', async () => {
  const idle = new pg.Client({ connectionString: world.url, application_name: 'nightly report' })
  await idle.connect()
  idle.on('error', () => undefined)
  await idle.query(`begin; update notes set body = 'b'`)
  await world.write(spec('{ notes_body_idx: [body] }'))
  const told = /pid \d+ \(postgres, nightly report\) has been in a transaction for \d+ seconds? \(idle in transaction\)/
  const plan = await world.run('plan')
  expect(plan.code).toBe(2)
  const said = plan.stderr.replaceAll(/\s+/g, ' ')
  expect(said).toMatch(told)
  expect(said).toMatch(/do: Let it finish, or end it: select pg_terminate_backend\(\d+\);/)
  expect(documentOf(await world.expect(2, 'plan', '--json'))['obstacles']).toMatchObject([
    { id: 'long-transaction', stops: false, what: expect.stringMatching(told) },
  ])
  const running = await world.start({}, '--yes', '--json')
  await running.wrote('stdout', '"step_started"')
  await idle.query('commit')
  await idle.end()
  const lines = linesOf(await running.ended)
  expect(lines.at(-1)).toMatchObject({ exit_code: 0 })
  const types = lines.map(({ type }) => type)
  expect(types.indexOf('obstacle')).toBeGreaterThan(0)
  expect(types.indexOf('obstacle')).toBeLessThan(types.indexOf('run_started'))
  expect(lines.find(({ type }) => type === 'obstacle')).toMatchObject({ id: 'long-transaction', level: 'warn' })
})

test('what does not fit on the disk is not begun', async () => {
  const [file] = await world.rows(
    `select current_setting('data_directory') as directory, pg_relation_filepath('notes') as path`,
  )
  truncateSync(join(String(file?.['directory']), String(file?.['path'])), 2 ** 43)
  await world.write(spec('{ notes_body_idx: [body] }'))
  const { code, stderr } = await world.run('--yes', '--quiet')
  expect(stderr).toMatch(/the plan writes about .* TB, which takes .* TB of free disk meanwhile; .* are free/)
  expect(stderr).toContain('[low-disk]')
  expect(code).toBe(3)
  expect(documentOf(await world.expect(0, 'status', '--json'))).toMatchObject({
    run: { id: expect.stringMatching(/^1-/) },
  })
})
