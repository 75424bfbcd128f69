import pg from 'pg'
import { describe, expect, test } from 'vitest'
import type { RunEvent } from '../src/model/event.ts'
import { postgresMajors } from './support/databases.ts'
import { heldFrom } from './support/held-from.ts'
import { postgresJudge } from './support/judge-database.ts'
import { mustBe, openStage } from './support/judge-stage.ts'
import { rowsOf, withMoveCase } from './support/move-case.ts'

/** A write that the table which follows does not take, after it has been asked whether both are the same. */
interface Meanwhile {
  readonly name: string
  readonly of: string
  /** Up to where the run is by then. */
  readonly at: 'start' | 'gate' | 'end'
  readonly way: 'forward' | 'back'
  /** The step that makes the table count which does not take the write. */
  readonly step: RegExp
  readonly rule?: (columns: ReadonlyMap<string, string>) => string
  readonly write: string
  readonly correct: string
  readonly look: string
  readonly found: unknown
}

const cases: readonly Meanwhile[] = [
  {
    name: 'before a split is closed',
    of: 'online-split',
    at: 'gate',
    way: 'forward',
    step: /^move customers\.street/,
    write: `update customers set street = null, zip = 'kept' where id = 1`,
    correct: `update customers set street = '' where id = 1`,
    look: 'select postcode from customer_addresses where customer_id = 1',
    found: 'kept',
  },
  {
    name: 'before the closing of a split is taken back',
    of: 'online-split',
    at: 'end',
    way: 'back',
    step: /^move customers\.street/,
    rule: (columns) => `alter table customers add constraint meanwhile check ("${columns.get('zip') ?? ''}" <> 'kept')`,
    write: `update customer_addresses set postcode = 'kept' where customer_id = 1`,
    correct: `alter table customers drop constraint meanwhile; update customer_addresses set postcode = 'other' where customer_id = 1`,
    look: 'select zip from customers where id = 1',
    found: 'other',
  },
  {
    name: 'before the view of a merge is opened',
    of: 'online-merge',
    at: 'start',
    way: 'forward',
    step: /^open a view customer_addresses/,
    write: `update customer_addresses set zip = repeat('x', 30) where customer_id = 1`,
    correct: `update customer_addresses set zip = 'short' where customer_id = 1`,
    look: 'select postcode from customers where id = 1',
    found: 'short',
  },
  {
    name: 'before the opening of the view of a merge is taken back',
    of: 'online-merge-freed',
    at: 'gate',
    way: 'back',
    step: /^open a view customer_addresses/,
    write: `update customers set street = 'a long street' where id = 1`,
    correct: `update customers set street = 'short' where id = 1`,
    look: 'select street from customer_addresses where customer_id = 1',
    found: 'short',
  },
]

describe.each(postgresMajors())('postgres %d: a row that only one table takes', (major) => {
  const engine = postgresJudge(major)

  test.each(cases)('is not left apart $name', async ({ of, at, way, step, rule, write, correct, look, found }) => {
    await withMoveCase(of, engine, async (session, url, { after }) => {
      const writer = new pg.Client({ connectionString: url })
      await writer.connect()
      const hook = heldFrom(engine.dialect, step, async () => {
        await writer.query('begin')
        await writer.query(write)
      })
      const onEvent = (event: RunEvent): void => {
        hook.onEvent(event)
        if (event.type === 'step_waiting') void writer.query('commit')
      }
      const stage = await openStage(url, after, { dialect: hook.dialect, gate: 'manual', onEvent })
      const plan = await stage.planned()
      if (at !== 'start') mustBe('paused', await stage.apply(plan))
      if (at === 'end') mustBe('done', await stage.goOn())
      if (rule !== undefined) await session.execute(rule(await columnsAside(session)))
      hook.arm()
      const on = at === 'gate' ? stage.goOn : () => stage.apply(plan)
      const { status, failure } = await (way === 'back' ? stage.rollback() : on())
      expect([status, failure?.code]).toEqual(['failed', 'step_failed'])
      expect(JSON.stringify(failure)).toContain('id=1')
      await session.execute(correct)
      const again = way === 'back' ? await stage.rollback() : await stage.resume()
      mustBe(way === 'back' ? 'rolled_back' : at === 'gate' ? 'done' : 'paused', again)
      if (at === 'start') mustBe('done', await stage.goOn())
      expect((await rowsOf(session, look)).map((row) => Object.values(row)[0])).toEqual([found])
      await writer.end()
    })
  })
})

/** What the columns that are put aside are called now. */
async function columnsAside(session: Parameters<typeof rowsOf>[0]): Promise<ReadonlyMap<string, string>> {
  const names = await rowsOf(
    session,
    `select attname as name from pg_attribute where attrelid = 'customers'::regclass and attname like '\\_rq\\_%'`,
  )
  return new Map(names.map(({ name }) => [String(name).replace(/^_rq_[^_]+_[^_]+_/, ''), String(name)]))
}
