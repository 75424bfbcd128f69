import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest'
import { postgres } from '../src/dialects/postgres/dialect.ts'
import type { Dialect } from '../src/dialects/dialect.ts'
import type { Session } from '../src/dialects/session.ts'
import type { RunEvent } from '../src/model/event.ts'
import { postgresMajors } from './support/databases.ts'
import { buildSpec, startWriters } from './support/blocked.ts'
import { postgresJudge } from './support/judge-database.ts'
import { mustBe, openStage } from './support/judge-stage.ts'
import type { Stage } from './support/judge-verbs.ts'

const reader = 'begin; select * from notes'

describe.each(postgresMajors())('postgres %d', (major) => {
  const { dialect, fresh } = postgresJudge(major)
  let world: Awaited<ReturnType<typeof fresh>>
  let session: Session
  const clients: pg.Client[] = []
  beforeEach(async () => {
    world = await fresh()
    const beginning = await openStage(world.url, await write({}), { dialect })
    mustBe('done', await beginning.apply(await beginning.planned()))
    session = await dialect.connect(world.url, 'the judge')
    await session.execute(`insert into notes (id, kind, body, amount) select n, n, 'b', n from generate_series(1, 9) n`)
  })
  afterEach(async () => {
    for (const client of clients.splice(0)) await client.end().catch(() => undefined)
    await session.close()
    await world.dispose()
  })

  const write = async (after: Parameters<typeof buildSpec>[0]): Promise<string> => {
    const directory = join(inject('sqliteDirectory'), `terminate-${major}-${Math.random()}`)
    await mkdir(directory, { recursive: true })
    await writeFile(
      join(directory, 'reconcile.yaml'),
      'targets:\n  corpus: { url: "sqlite:not-used.db", small_table: 0B }\n',
    )
    await writeFile(join(directory, 'schema.yaml'), buildSpec(after))
    return join(directory, 'schema.yaml')
  }
  const somebody = async (sql: string, url = world.url): Promise<{ client: pg.Client; gone: () => boolean }> => {
    const client = new pg.Client({ connectionString: url, application_name: 'nightly report' })
    let gone = false
    client.on('error', () => (gone = true))
    await client.connect()
    clients.push(client)
    await client.query(sql)
    return { client, gone: () => gone }
  }
  const stageFor = async (
    after: Parameters<typeof buildSpec>[0],
    options: { terminateBlockers?: boolean; dialect?: Dialect } = {},
  ): Promise<{ stage: Stage; events: RunEvent[] }> => {
    const events: RunEvent[] = []
    const stage = await openStage(world.url, await write(after), {
      dialect,
      onEvent: (event) => events.push(event),
      lockWindowMs: 1_200,
      terminateBlockers: true,
      ...options,
    })
    return { stage, events }
  }
  const ended = (events: readonly RunEvent[]) =>
    events.flatMap((event) => (event.type === 'blocker_ended' ? [event] : []))

  test.each([
    { name: 'an ALTER behind a reader', after: { title: 'text' }, holds: reader },
    {
      name: 'an index built concurrently behind an old snapshot',
      after: { indexes: '{ notes_amount_idx: [amount], notes_body_idx: [body] }' },
      holds: 'begin isolation level repeatable read; select 1',
    },
    {
      name: 'a batch behind a row lock',
      after: { backfills: '{ amounts: { set: { amount: id * 10 }, where: amount < 10 } }' },
      holds: 'begin; update notes set body = body where id = 3',
    },
  ])('$name ends who is idle in a transaction, and comes to its end', async ({ after, holds }) => {
    const { client, gone } = await somebody(holds)
    const pid = (client as unknown as { processID: number }).processID
    const { stage, events } = await stageFor(after)
    const writers = await startWriters(world.url)
    try {
      mustBe('done', await stage.apply(await stage.planned()))
    } finally {
      expect(await writers.stop()).toEqual([])
    }
    expect(ended(events)).toMatchObject([
      {
        ended: true,
        reason: null,
        blocker: { pid, user: 'postgres', application: 'nightly report', state: 'idle in transaction' },
      },
    ])
    expect(ended(events)[0]?.blocker.query).toContain(holds.slice(-8))
    await expect.poll(gone).toBe(true)
    expect((await stage.planned()).steps).toEqual([])
  })

  test('without being told to it ends nobody', async () => {
    const { gone } = await somebody(reader)
    const { stage, events } = await stageFor({ title: 'text' }, { terminateBlockers: false })
    expect((await stage.apply(await stage.planned())).status).toBe('failed')
    expect(ended(events)).toEqual([])
    expect(gone()).toBe(false)
  })

  test('a transaction that is at work, and not for long, is waited for', async () => {
    const { stage, events } = await stageFor({ title: 'text' })
    const plan = await stage.planned()
    // A new one whenever the last is over: none of them is old, and together they are always in the way.
    let over = false
    const busy = [0, 1].map(async (id) => {
      const { client, gone } = await somebody('select 1')
      while (!over) await client.query('begin; select * from notes; select pg_sleep(0.6); commit')
      return { id, gone: gone() }
    })
    await new Promise((wake) => void setTimeout(wake, 100))
    const outcome = await stage.apply(plan)
    over = true
    expect((await Promise.all(busy)).map(({ gone }) => gone)).toEqual([false, false])
    expect(ended(events)).toEqual([])
    expect(['failed', 'done']).toContain(outcome.status)
  })

  test('one that has been at work for longer than the window is ended too, whoever waits behind it is not', async () => {
    const { client, gone } = await somebody('begin; select * from notes')
    const working = client.query('select pg_sleep(600)').catch(() => undefined)
    const waiting = await somebody('select 1')
    const behind = waiting.client.query(`set lock_timeout = 0; lock table notes in access exclusive mode`)
    const { stage, events } = await stageFor({ title: 'text' })
    await new Promise((wake) => void setTimeout(wake, 1_300))
    mustBe('done', await stage.apply(await stage.planned()))
    expect(ended(events)).toMatchObject([{ ended: true, blocker: { state: 'active' } }])
    await working
    await expect.poll(gone).toBe(true)
    await behind
    expect(waiting.gone()).toBe(false)
  })

  test('who may not end it says which right is missing, and fails as it would have', async () => {
    const role = `runner_${world.url.slice(-12).replaceAll(/\W/g, '_')}`
    await session.execute(`create role ${role} login password 'x' in role pg_read_all_stats;
      grant all on schema public to ${role}; grant create on database "${new URL(world.url).pathname.slice(1)}" to ${role};
      do $$ declare t record; begin
        for t in select n.nspname, c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
          where n.nspname in ('public', 'reconcile') and c.relkind in ('r', 'S') and not exists (
            select from pg_depend d where d.objid = c.oid and d.deptype in ('a', 'i') and c.relkind = 'S')
        loop execute format('alter table %I.%I owner to ${role}', t.nspname, t.relname); end loop; end $$;
      alter schema reconcile owner to ${role}`)
    try {
      await somebody(reader)
      const url = new URL(world.url)
      url.username = role
      url.password = 'x'
      const as: Dialect = { ...postgres, connect: (_url, name) => postgres.connect(url.href, name) }
      const { stage, events } = await stageFor({ title: 'text' }, { dialect: as })
      const { status, failure } = await stage.apply(await stage.planned())
      expect(status).toBe('failed')
      expect(ended(events)).toMatchObject([{ ended: false, reason: expect.stringContaining('pg_signal_backend') }])
      expect(failure?.explained?.found.join('\n')).toMatch(/nightly report.*it was not ended: that takes/)
    } finally {
      for (const client of clients.splice(0)) await client.end()
      await session.execute(`drop owned by ${role} cascade; drop role ${role}`)
    }
  })
})
