import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { describe, expect, inject, test } from 'vitest'
import { postgresMajors } from './support/databases.ts'
import { buildSpec, startWriters } from './support/blocked.ts'
import { heldFrom } from './support/held-from.ts'
import { postgresJudge } from './support/judge-database.ts'
import { mustBe, openStage } from './support/judge-stage.ts'
import { survey } from './support/judge-survey.ts'

/** Somebody holds a lock for ever, taken right before a step that has to wait for it. */
interface Blocked {
  readonly name: string
  /** What the table becomes; see `buildSpec`. */
  readonly after: Parameters<typeof buildSpec>[0]
  /** The title of the step. */
  readonly step: RegExp
  readonly holds: string
}

const reader = 'begin; select * from notes'
const writer = 'begin; update notes set body = body where id = 3'

const cases: readonly Blocked[] = [
  { name: 'ACCESS EXCLUSIVE behind a reader', after: { title: 'text' }, step: /add column notes.title/, holds: reader },
  {
    name: 'SHARE ROW EXCLUSIVE behind a writer',
    after: { kind: '{ type: bigint, references: kinds.id }' },
    step: /add foreign key/,
    holds: writer,
  },
  {
    name: 'VALIDATE behind another SHARE UPDATE EXCLUSIVE',
    after: { checks: '{ amount_positive: amount > 0 }' },
    step: /validate/,
    holds: 'begin; lock table notes in share update exclusive mode',
  },
  {
    name: 'CREATE INDEX CONCURRENTLY behind a writer',
    after: { indexes: '{ notes_amount_idx: [amount], notes_body_idx: [body] }' },
    step: /create index/,
    holds: writer,
  },
  {
    name: 'CREATE INDEX CONCURRENTLY behind an old snapshot',
    after: { indexes: '{ notes_amount_idx: [amount], notes_body_idx: [body] }' },
    step: /create index/,
    holds: 'begin isolation level repeatable read; select 1',
  },
  { name: 'DROP INDEX CONCURRENTLY behind a reader', after: { indexes: '{}' }, step: /drop index/, holds: reader },
  {
    name: 'a batch behind a row lock',
    after: { backfills: '{ amounts: { set: { amount: id * 10 }, where: amount < 10 } }' },
    step: /amounts|backfill/,
    holds: writer,
  },
  {
    name: 'the exchange of a column behind a reader',
    after: { amount: 'integer' },
    step: /^change type of/,
    holds: reader,
  },
]

describe.each(postgresMajors())('postgres %d', (major) => {
  const { dialect, fresh } = postgresJudge(major)

  test.each(cases)('$name', async ({ after, step, holds }) => {
    const { url, dispose } = await fresh()
    const directory = join(
      inject('sqliteDirectory'),
      `blocked-${major}-${cases.findIndex((one) => one.after === after)}`,
    )
    const write = async (name: string, spec: string): Promise<string> => {
      await mkdir(join(directory, name), { recursive: true })
      // What would be done directly on a small table is what this is about.
      const config = 'targets:\n  corpus: { url: "sqlite:not-used.db", small_table: 0B }\n'
      await writeFile(join(directory, name, 'reconcile.yaml'), config)
      await writeFile(join(directory, name, 'schema.yaml'), spec)
      return join(directory, name, 'schema.yaml')
    }
    const beginning = await openStage(url, await write('before', buildSpec({})), { dialect })
    mustBe('done', await beginning.apply(await beginning.planned()))
    const session = await dialect.connect(url, 'the judge')
    await session.execute(
      `insert into kinds select generate_series(1, 9); insert into notes (id, kind, body, amount) select n, n, 'b', n from generate_series(1, 9) n`,
    )
    const culprit = new pg.Client({ connectionString: url, application_name: 'nightly report' })
    await culprit.connect()
    const hook = heldFrom(dialect, step, () => culprit.query(holds))
    const stage = await openStage(url, await write('after', buildSpec(after)), {
      dialect: hook.dialect,
      onEvent: hook.onEvent,
      lockWindowMs: 400,
    })
    const start = (await survey(dialect, session)).schema
    const writers = await startWriters(url)
    try {
      for (const way of ['rollback', 'resume'] as const) {
        hook.arm()
        const { status, failure } = await stage.apply(await stage.planned())
        expect(status).toBe('failed')
        const pid = Number((await culprit.query('select pg_backend_pid() as pid')).rows[0]?.pid)
        const named = new RegExp(
          `pid ${pid} \\(postgres, nightly report\\), idle in transaction for \\d+ seconds?: \\w`,
        )
        expect(failure?.explained?.found.join('\n')).toMatch(named)
        expect(failure).toMatchObject({ code: 'step_failed', sqlState: expect.stringMatching(/^(55P03|57014)$/) })
        const waits = hook.events.filter(({ type }) => type === 'step_waiting')
        expect(JSON.stringify(waits)).toContain('nightly report')
        // Others have gone on in the meantime, and still do.
        await writers.wentOn()
        await culprit.query('rollback')
        if (way === 'resume') {
          mustBe('done', await stage.resume())
          expect((await stage.planned()).steps).toEqual([])
        } else {
          mustBe('rolled_back', await stage.rollback())
          expect((await survey(dialect, session)).schema).toEqual(start)
        }
      }
    } finally {
      expect(await writers.stop()).toEqual([])
    }
    await culprit.end()
    await session.close()
    await dispose()
  })
})
