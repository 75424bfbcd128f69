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
  indexed: [],
  settles: [],
  begins: true,
  toleranceMs: 60_000,
}

async function obstacles(): Promise<readonly Obstacle[]> {
  const session = await postgres.connect(server().url, 'reconcile')
  try {
    return await postgres.obstacles(session, reach)
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
