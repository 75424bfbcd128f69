import { chownSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { expect, test } from 'vitest'
import { postgres } from '../../../src/dialects/postgres/dialect.ts'
import type { Obstacle } from '../../../src/model/obstacle.ts'
import type { Reach } from '../../../src/model/reach.ts'
import { until } from '../../apply/support/world.ts'
import { ownServer } from '../../support/own-server.ts'

/** What takes a server that nobody else uses. */
const server = ownServer()

const reach: Reach = {
  locks: [{ mode: 'access_exclusive', relation: { schema: 'public', name: 'notes' } }],
  awaitsSnapshots: false,
  rewritten: [],
  replaced: [],
  shut: [],
  indexed: [],
  settles: [],
  begins: true,
  toleranceMs: 60_000,
}

async function obstacles(of: Reach = reach): Promise<readonly Obstacle[]> {
  const session = await postgres.connect(server().url, 'reconcile')
  try {
    return await postgres.obstacles(session, of)
  } finally {
    await session.close()
  }
}

test('a vacuum that prevents a wraparound is in the way', async () => {
  const client = new pg.Client({ connectionString: server().url })
  await client.connect()
  // The least there is; and so slow that it goes on until the test is over.
  await client.query(
    `create table notes (id integer) with (autovacuum_vacuum_cost_delay = 100, autovacuum_vacuum_cost_limit = 1)`,
  )
  await client.query('insert into notes select generate_series(1, 200000)')
  for (const setting of [`autovacuum_freeze_max_age = 100000`, `autovacuum_naptime = 1`]) {
    await client.query(`alter system set ${setting}`)
  }
  await client.query(`do $$ begin for n in 1..101000 loop perform txid_current(); commit; end loop; end $$`)
  // What is not on disk yet is lost with the server: commits do not wait for it here.
  await client.query('checkpoint')
  await client.end()
  await server().crash()
  await server().start()
  let found: readonly Obstacle[] = []
  await until(async () => {
    found = await obstacles()
    return found.length > 0
  })
  expect(found).toMatchObject([
    {
      id: 'wraparound-vacuum',
      stops: false,
      what: expect.stringMatching(/^pid \d+ vacuums notes to prevent a wraparound/),
    },
  ])
  // Nor is it ended, even by a run that is told to end whoever it waits for.
  const [waiting, observer] = await Promise.all(
    ['reconcile', 'reconcile'].map((name) => postgres.connect(server().url, name)),
  )
  if (waiting === undefined || observer === undefined) throw new Error('no session')
  const waited = waiting.alone('vacuum notes', { lockMs: 2_000, statementMs: 0 }).catch((error: unknown) => error)
  await until(async () => (await postgres.blockers(observer, [])).length > 0)
  expect(await postgres.endBlockers(observer, { idleMs: 0, wholeMs: 0 })).toEqual([])
  expect(await waited).toBeInstanceOf(Error)
  expect(await obstacles()).toHaveLength(1)
  await waiting.close()
  await observer.close()
})

test('a standby replays what shuts a table for long', async () => {
  const shut = { ...reach, locks: [], shut: [{ schema: 'public', name: 'notes' }] }
  expect(await obstacles(shut)).toEqual([])
  // To the server whoever streams its log is a standby.
  const standby = new pg.Client({ connectionString: `${server().url}?replication=true&application_name=reports` })
  standby.on('error', () => undefined)
  await standby.connect()
  const { rows } = await standby.query<{ xlogpos: string }>('IDENTIFY_SYSTEM')
  standby.query(`START_REPLICATION PHYSICAL ${rows[0]?.xlogpos}`).catch(() => undefined)
  let found: readonly Obstacle[] = []
  await until(async () => {
    found = await obstacles(shut)
    return found.length > 0
  })
  expect(found).toMatchObject([
    {
      id: 'standby-conflict',
      stops: false,
      what: 'a standby replays what is done here: reports',
      why: expect.stringContaining('Whoever reads notes there waits'),
    },
  ])
  expect(await obstacles({ ...reach, locks: [] })).toEqual([])
  const ended = new Promise((resolve) => standby.once('end', resolve))
  const session = await postgres.connect(server().url, 'reconcile')
  await session.query('select pg_terminate_backend(pid) from pg_stat_replication')
  await session.close()
  await ended
})

test('a standby only reads', async () => {
  const signal = join(server().data, 'standby.signal')
  writeFileSync(signal, '')
  const { uid, gid } = statSync(server().data)
  chownSync(signal, uid, gid)
  await server().crash()
  await server().start()
  expect(await obstacles()).toContainEqual(
    expect.objectContaining({ id: 'read-only-server', stops: true, what: 'the server is a standby' }),
  )
  rmSync(signal)
})
