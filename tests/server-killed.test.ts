import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { beforeAll, describe, expect, inject, test } from 'vitest'
import { postgres } from '../src/dialects/postgres/dialect.ts'
import type { Dialect } from '../src/dialects/dialect.ts'
import type { RunEvent } from '../src/model/event.ts'
import type { Schema } from '../src/model/schema.ts'
import { until } from './apply/support/world.ts'
import { type Before, observed } from './support/faults.ts'
import { mustBe, openStage } from './support/judge-stage.ts'
import type { Stage } from './support/judge-verbs.ts'
import { survey } from './support/judge-survey.ts'
import { ownServer } from './support/own-server.ts'

/** The server dies with all its processes in the middle of a step, and the run with it, which finds nobody to talk to. */
interface Moment {
  readonly name: string
  readonly step: RegExp
  /** Before its n-th commit, when all is done and nothing is certain; or while it waits for a transaction that `holds`. */
  readonly at: { readonly commit: number } | { readonly holds: string }
}

const moments: readonly Moment[] = [
  {
    name: 'CREATE INDEX CONCURRENTLY',
    step: /^create index notes_body_idx/,
    at: { holds: 'begin isolation level repeatable read; select 1' },
  },
  { name: 'DROP INDEX CONCURRENTLY', step: /^drop index/, at: { holds: 'begin; select * from notes' } },
  { name: 'VALIDATE', step: /^validate/, at: { commit: 1 } },
  { name: 'a batch', step: /^fill/, at: { commit: 2 } },
  { name: 'the exchange of a column', step: /^change type of/, at: { commit: 1 } },
]

const spec = (amount: string, more: string) => `tables:
  notes:
    columns: { id: bigint, body: text, amount: { type: ${amount}, not_null: true } }
    primary_key: [id]
    ${more}
`

const server = ownServer()

describe('a server that is killed in the middle of', () => {
  let stage: Stage
  let start: Schema
  const killer = createKiller()
  beforeAll(async () => {
    // The tests' servers do not wait for the disk, and would lose with a crash what they had said was committed.
    await ask('alter system set synchronous_commit = on')
    await ask('select pg_reload_conf()')
    const directory = await mkdtemp(join(inject('sqliteDirectory'), 'killed-'))
    const opened = async (name: string, text: string): Promise<Stage> => {
      await mkdir(join(directory, name))
      const config = 'targets:\n  corpus: { url: "sqlite:not-used.db", small_table: 0B }\n'
      await writeFile(join(directory, name, 'reconcile.yaml'), config)
      await writeFile(join(directory, name, 'schema.yaml'), text)
      const { dialect, onEvent } = killer
      // Whoever waits for the server to come back waits for half a minute.
      const sleep = (ms: number): Promise<void> => new Promise((wake) => void setTimeout(wake, Math.min(ms, 20)))
      return await openStage(server().url, join(directory, name, 'schema.yaml'), { dialect, onEvent, sleep })
    }
    const before = await opened('before', spec('bigint', 'indexes: { notes_old_idx: [body, id] }'))
    mustBe('done', await before.apply(await before.planned()))
    await ask(`insert into notes select n, 'b' || n, n from generate_series(1, 3000) n`)
    start = await schemaNow()
    stage = await opened(
      'after',
      spec('integer', 'indexes: { notes_body_idx: [body] }\n    checks: { amount_positive: amount > 0 }'),
    )
  }, 120_000)

  test.each(moments)('$name', { timeout: 300_000 }, async ({ step, at }) => {
    for (const way of ['rollback', 'resume'] as const) {
      killer.arm(step, at)
      const { failure } = await stage.apply(await stage.planned())
      expect(failure).toMatchObject({ code: 'unreachable' })
      await server().start()
      if (way === 'resume') {
        mustBe('done', await stage.resume())
        expect((await stage.planned()).steps).toEqual([])
        expect(await rows(`select 1 from pg_index where not indisvalid`)).toEqual([])
      }
      mustBe('rolled_back', await stage.rollback())
      expect(await schemaNow()).toEqual(start)
      expect(await rows(leftovers)).toEqual([])
      expect(await rows('select count(*)::int, sum(amount)::int from notes')).toEqual([{ count: 3000, sum: 4_501_500 }])
    }
  })
})

/** Whatever is named by us, and indexes that nobody can use. */
const leftovers = `
  select attname as name from pg_attribute where attname like '\\_rq\\_%' and not attisdropped
  union all select tgname from pg_trigger where tgname like '\\_rq\\_%'
  union all select proname from pg_proc where proname like '\\_rq\\_%'
  union all select conname from pg_constraint where conname like '\\_rq\\_%'
  union all select relname from pg_class where relname like '\\_rq\\_%'
  union all select indexrelid::regclass::text from pg_index where not indisvalid`

/** A dialect that kills the server once a step of that title is as far as it says. */
function createKiller(): {
  readonly dialect: Dialect
  readonly onEvent: (event: RunEvent) => void
  readonly arm: (step: RegExp, at: Moment['at']) => void
} {
  let armed: { readonly step: RegExp; readonly at: Moment['at'] } | null = null
  const titles = new Map<string, string>()
  let current = ''
  let commits = 0
  const before: Before = async (operation) => {
    if (armed === null || !armed.step.test(current)) return
    const { at } = armed
    if ('commit' in at) {
      if (operation !== 'commit') return
      commits += 1
      if (commits < at.commit) return
      armed = null
      await server().crash()
    } else if (operation === 'alone') {
      armed = null
      const holder = await connected()
      await holder.query(at.holds)
      void until(async () => (await rows(waiting)).length > 0).then(() => server().crash())
    }
  }
  return {
    dialect: {
      ...postgres,
      connect: async (url, name) => observed(await postgres.connect(url, name), before),
    },
    onEvent: (event) => {
      if (event.type === 'run_started') for (const { id, title } of event.steps) titles.set(id, title)
      if (event.type === 'step_started') current = titles.get(event.step) ?? ''
      if (event.type === 'step_done') current = ''
    },
    arm: (step, at) => {
      armed = { step, at }
      commits = 0
    },
  }
}

const waiting = `select 1 from pg_stat_activity where application_name = 'reconcile' and wait_event_type = 'Lock'`

async function connected(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: server().url })
  // It dies with the server.
  client.on('error', () => undefined)
  await client.connect()
  return client
}

async function rows(sql: string): Promise<unknown[]> {
  const client = await connected()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

async function ask(sql: string): Promise<void> {
  await rows(sql)
}

async function schemaNow(): Promise<Schema> {
  const session = await postgres.connect(server().url, 'the judge')
  try {
    return (await survey(postgres, session)).schema
  } finally {
    await session.close()
  }
}
