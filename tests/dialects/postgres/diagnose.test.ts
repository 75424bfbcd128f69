import { afterAll, beforeAll, expect, test } from 'vitest'
import { postgres } from '../../../src/dialects/postgres/dialect.ts'
import type { Ask } from '../../../src/dialects/guide.ts'
import type { Session } from '../../../src/dialects/session.ts'
import { postgresEngines } from '../../apply/support/engines.ts'

const [engine] = postgresEngines()
let session: Session
let dispose: () => Promise<void>
beforeAll(async () => {
  if (engine === undefined) throw new Error('no PostgreSQL in this run')
  const database = await engine.fresh()
  session = await postgres.connect(database.url, 'reconcile')
  dispose = async () => {
    await session.close()
    await database.dispose()
  }
  await session.execute('create table items (id integer primary key, note text) partition by range (id)')
  await session.execute('create table items_1 partition of items for values from (0) to (10)')
})
afterAll(() => dispose())

/** The rest are asked by steps that fail, in `tests/apply/guide.test.ts`. */
test.each<[Ask, RegExp]>([
  ['space', /^public\.items has .*\nthe database has \d+ [kM]B$/],
  [
    'limits',
    /^max_connections is \d+\nmax_locks_per_transaction is \d+\n\d+ sessions are connected\npublic\.items has 1 partition$/,
  ],
  ['timeouts', /^$/],
  ['recovery', /^$/],
  ['indexes', /^CREATE UNIQUE INDEX items_pkey ON ONLY public\.items/],
])('%s', async (ask, answer) => {
  const about = { message: 'could not extend file "base/1"', relations: [{ schema: 'public', name: 'items' }] }
  expect((await postgres.diagnose(session, ask, about)).join('\n')).toMatch(answer)
})
