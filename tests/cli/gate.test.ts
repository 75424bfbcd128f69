import { mkdir, rename, rm, rmdir } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, describe, expect, test } from 'vitest'
import { countStatements } from '../support/count-statements.ts'
import { documentOf } from './support/json.ts'
import { createWorld, mainEngines, postgresEngine, sqliteEngine, type World } from './support/world.ts'

const notes = (more = '') =>
  `tables:\n  notes:\n    columns: { id: bigint, body: text${more} }\n    primary_key: [id]\n`
const gated = (conditions: string) => `targets:
  app:
    url: \${APP_URL}
    gate:
${conditions}
default_target: app
`

let world: World
afterEach(() => world.dispose())

/** A run that waits at a gate with these conditions: a column is to be put aside. */
async function atGate(conditions: string, engine = postgresEngine()): Promise<void> {
  world = await createWorld(engine, { gate: 'manual' })
  await world.write(notes(', old: text'))
  await world.expect(0, '--yes')
  await world.sql(`insert into notes values (1, 'kept', 'aside')`)
  await world.write(gated(conditions), 'specs/reconcile.yaml')
  await world.write(notes())
  await world.expect(4, '--yes', '--detailed-exitcode')
}

const hasOld = async (): Promise<boolean> => 'old' in ((await world.rows('select * from notes'))[0] ?? {})

describe.each(mainEngines())('a command, on $name', (engine) => {
  test('keeps the gate closed until it exits 0, with its words shown', async () => {
    await atGate(`      command: 'test -f deployed || { echo not out yet >&2; exit 7; }'`, engine)
    const { stdout } = await world.expect(0, 'status')
    expect(stdout).toMatch(/^The gate waits since \d.*Z: 1 of 1 condition not yet met$/m)
    expect(stdout).toContain('exit 7: not out yet')
    const { stderr } = await world.expect(3, 'continue')
    expect(stderr).toMatch(/gate of app is not open yet: command test -f deployed .*: exit 7: not out yet/)
    expect(stderr).toContain('reconcile continue --wait 30m')
    expect(await hasOld()).toBe(true)
    await world.write('', 'deployed')
    expect((await world.expect(0, 'status')).stdout).toMatch(/: all conditions hold\n {2}\+ command .*: exit 0$/m)
    expect((await world.expect(0, 'continue')).stdout).toMatch(/^Done:/)
    expect(await hasOld()).toBe(false)
    // Passed once, it is passed: nobody asks on the way back.
    await rm(join(world.directory, 'deployed'))
    await world.expect(0, 'rollback', '--yes')
    expect(await hasOld()).toBe(true)
  })
})

test('a session of the old version keeps the gate closed; the run can be taken back meanwhile', async () => {
  await atGate(`      no_session: [other, 'murzico-v1*']`)
  const old = new pg.Client({ connectionString: world.url, application_name: 'murzico-v1.7' })
  await old.connect()
  try {
    const { gate } = documentOf(await world.expect(0, 'status', '--json')) as unknown as { gate: object }
    expect(gate).toMatchObject({
      opened_at: expect.stringMatching(/Z$/),
      conditions: [
        {
          kind: 'no_session',
          text: 'no session other or murzico-v1*',
          met: false,
          detail: expect.stringMatching(/^1 session: murzico-v1\.7 \(pid \d+, user \w+\)$/),
        },
      ],
    })
    expect((await world.expect(3, 'continue')).stderr).toContain('1 session: murzico-v1.7')
    await world.expect(0, 'rollback', '--yes')
  } finally {
    await old.end()
  }
  await world.expect(4, '--yes', '--detailed-exitcode')
  await world.expect(0, 'continue')
})

test('a gate that has not been open for long enough says how long it takes; every plan and summary says so before', async () => {
  await atGate('      soak: 2h', sqliteEngine())
  const { stderr } = await world.expect(3, 'continue')
  expect(stderr).toMatch(/soak 2h: open for \d+m?s, 1h 59m to go/)
  expect(documentOf(await world.expect(0, 'status', '--json'))).toMatchObject({
    gate: { conditions: [{ kind: 'soak', met: false }] },
  })
  // A Reconcile that knew no conditions has left the run: it counts from the last step on.
  await world.sql(
    `drop table _reconcile_usage; drop table _reconcile_gates; update _reconcile_meta set value = '1' where key = 'version'`,
  )
  expect((await world.expect(0, 'status')).stdout).toMatch(/^The gate waits: 1 of 1 condition not yet met$/m)
  await world.write(gated('      soak: 1ms'), 'specs/reconcile.yaml')
  await world.expect(0, 'continue')
  await world.write(gated('      soak: 2h'), 'specs/reconcile.yaml')
  await world.write(notes(', newer: bigint').replace(', body: text', ''))
  expect((await world.expect(2, 'plan')).stdout).toContain('it is refused until all of this holds: soak 2h')
  expect((await world.expect(0, '--yes')).stdout).toContain('once all of this holds: soak 2h')
})

test('what goes away has to be left alone for a while, and counted', async () => {
  await atGate('      unused: 1s')
  expect((await world.expect(3, 'continue')).stderr).toContain('run CREATE EXTENSION pg_stat_statements')
  await countStatements(world.url)
  await world.sql(`create function f() returns bigint language sql as 'select count(old) from notes'`)
  await world.expect(3, 'continue')
  await world.sql('select old from notes')
  const used = 'notes.old: 1 call of select old from notes'
  expect((await world.expect(0, 'status')).stdout.replaceAll(/\s+/g, ' ')).toContain(
    `unused for 1s: ${used}; \`reconcile`,
  )
  const { stderr } = await world.expect(3, 'continue')
  expect(stderr).toContain(`${used}; counted anew from now on; f() goes on speaking of notes.old`)
  await world.sql('drop function f()')
  await world.sql('select body from notes')
  // Had it been used in between, it would be waited for once more.
  await world.expect(0, 'continue', '--wait', '1m')
  expect(await hasOld()).toBe(false)
})

test('a count that fails when the gate opens is told, and made up for by continue', async () => {
  world = await createWorld(postgresEngine(), { gate: 'manual' })
  await world.write(notes(', old: text'))
  await world.expect(0, '--yes')
  await world.write(gated('      unused: 1ms'), 'specs/reconcile.yaml')
  await world.write(notes())
  const hide = (from: string, to: string) =>
    world.sql(`set allow_system_table_mods = on; alter view pg_catalog.${from} rename to ${to}`)
  await hide('pg_stat_bgwriter', 'hidden')
  const { stderr, stdout } = await world.expect(4, '--yes', '--detailed-exitcode')
  expect(stderr + stdout).toContain(
    'what is used could not be counted at the gate: relation "pg_catalog.pg_stat_bgwriter"',
  )
  await hide('hidden', 'pg_stat_bgwriter')
  expect((await world.expect(3, 'continue')).stderr).toContain('nobody has counted since the gate opened')
})

test('a label that rows hold when the gate opens is taken from them by hand: no backfill can be declared any more', async () => {
  const orders = (labels: string) =>
    `enums: { state: [${labels}] }\ntables:\n  orders: { columns: { id: bigint, state: state, states: 'state[]' }, primary_key: [id] }\n`
  world = await createWorld(postgresEngine(), { gate: 'manual' })
  await world.write(orders('new, paid, lost'))
  await world.expect(0, '--yes')
  await world.write(orders('new, paid'))
  await world.expect(4, '--yes', '--detailed-exitcode')
  await world.sql(`insert into orders values (1, 'lost', null), (2, 'new', '{new,lost}')`)
  const { stderr, stdout } = await world.expect(3, 'continue')
  expect((stdout + stderr).replaceAll(/\s+/g, ' ')).toContain(
    `While a run waits for it: update public.orders set state = '…' where state::text in ('lost'), then \`reconcile resume\`.`,
  )
  await world.sql(`update public.orders set state = 'paid' where state::text in ('lost')`)
  const again = (await world.expect(3, 'resume')).stderr
  expect(again.replaceAll(/\s+/g, ' ')).toContain(
    `update public.orders set states = '{…}' where states::text[] && array['lost'], then \`reconcile resume\`.`,
  )
  await world.sql(`update public.orders set states = '{paid}' where states::text[] && array['lost']`)
  await world.expect(0, 'resume')
})

describe('--wait', () => {
  test('goes on as soon as all conditions hold', async () => {
    await atGate('      command: test -f deployed', sqliteEngine())
    const waiting = await world.start({}, 'continue', '--wait', '5m')
    await waiting.wrote('stderr', 'waiting for the gate: command test -f deployed')
    await world.write('', 'deployed')
    expect(await waiting.ended).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Done:/) })
    expect(await hasOld()).toBe(false)
  })

  test('3 when the run has been taken back; a database that is out of reach for a while is waited for', async () => {
    await atGate('      command: test -f deployed', sqliteEngine())
    const waiting = await world.start({}, 'continue', '--wait', '5m')
    await waiting.wrote('stderr', 'waiting for the gate: command')
    const path = world.url.replace(/^sqlite:/, '')
    await rename(path, `${path}.aside`)
    await mkdir(path)
    await waiting.wrote('stderr', 'waiting for the gate: the database, which cannot be reached')
    await rmdir(path)
    await rename(`${path}.aside`, path)
    await world.expect(0, 'rollback', '--yes')
    expect(await waiting.ended).toMatchObject({ code: 3, stderr: expect.stringMatching(/run \S+ is rolled back/) })
    expect(await hasOld()).toBe(true)
  })

  test('3 when the time is over, and 130 when it is interrupted: the run waits still', async () => {
    await atGate('      command: test -f deployed', sqliteEngine())
    expect((await world.expect(3, 'continue', '--wait', '1ms')).stderr).toContain('command test -f deployed: exit 1')
    const waiting = await world.start({}, 'continue', '--wait', '5m')
    await waiting.wrote('stderr', 'waiting for the gate')
    waiting.kill('SIGINT')
    expect(await waiting.ended).toMatchObject({ code: 130, stderr: expect.stringContaining('stopped waiting') })
    expect((await world.expect(0, 'status')).stdout).toContain('waiting at the gate')
    expect(await hasOld()).toBe(true)
  })
})
