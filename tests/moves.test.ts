import { describe, expect, test } from 'vitest'
import { purge, purgeable } from '../src/commands/purge.ts'
import { postgresMajors } from './support/databases.ts'
import { judgeEngines, postgresJudge } from './support/judge-database.ts'
import { mustBe, openStage } from './support/judge-stage.ts'
import { type Rows, rowsOf, withMoveCase } from './support/move-case.ts'

interface Written {
  readonly name: string
  /** Under tests/cases/move. */
  readonly of: string
  /** What the new application version does once the plan is through. */
  readonly writes: readonly string[]
  readonly look: string
  /** What the old version finds when the plan has been taken back. */
  readonly found: Rows
}

const afterSplit: Omit<Written, 'of' | 'name'> = {
  writes: [
    `update customer_addresses set street = 'new' where customer_id = 1`,
    `delete from customer_addresses where customer_id = 3`,
    `insert into customers (id, name) values (5, 'Emil'), (6, 'Frida')`,
    `insert into customer_addresses (customer_id, street, postcode) values (2, 'moved in', null), (5, 'first', '5')`,
    `delete from customers where id = 4`,
  ],
  look: 'select id, street, zip from customers order by id',
  found: [
    { id: 1, street: 'new', zip: '8001' },
    { id: 2, street: 'moved in', zip: null },
    { id: 3, street: null, zip: null },
    { id: 5, street: 'first', zip: '5' },
    { id: 6, street: null, zip: null },
  ],
}

const afterMerge: Omit<Written, 'of' | 'name'> = {
  writes: [
    `update customers set street = 'new', zip = 'x' where id = 1`,
    `insert into customers (id, street) values (4, 'first'), (5, null)`,
    `update customers set street = null where id = 3`,
    `update customers set street = 'moved in' where id = 2`,
  ],
  look: 'select customer_id, street, zip from customer_addresses order by customer_id',
  found: [
    { customer_id: 1, street: 'new', zip: 'x' },
    { customer_id: 2, street: 'moved in', zip: null },
    { customer_id: 4, street: 'first', zip: null },
  ],
}

const written: readonly Written[] = [
  { name: 'of a table that was split', of: 'split', ...afterSplit },
  { name: 'of a table that took in another one', of: 'merge', ...afterMerge },
  {
    name: 'of a table that took in a column',
    of: 'merge-required',
    writes: [`update customers set email = 'new' where id = 1`],
    look: 'select id, customer, email from logins order by id',
    found: [
      { id: 10, customer: 2, email: 'b@x' },
      { id: 11, customer: 1, email: 'new' },
    ],
  },
]

/** Nothing that has been written in the new place is lost in the old one. */
describe.each(judgeEngines())('$name: what has been written', (engine) => {
  test.each(written)('$name, is there when that is taken back', async ({ of, writes, look, found }) => {
    await withMoveCase(of, engine, async (session, url, one) => {
      const stage = await openStage(url, one.after, { dialect: engine.dialect })
      mustBe('done', await stage.apply(await stage.planned()))
      for (const sql of writes) await session.execute(sql)
      mustBe('rolled_back', await stage.rollback())
      expect(await rowsOf(session, look)).toEqual(found)
    })
  })
})

/** Statements of either version while the gate is open; afterwards what is found by either. */
interface Beside {
  readonly of: string
  readonly writes: readonly string[]
  readonly refused: readonly (readonly [sql: string, code: string])[]
  readonly old: string
  readonly next: string
  /** By the old version, in the columns of `old`; the new one finds the same. */
  readonly found: Rows
}

const beside: readonly Beside[] = [
  {
    of: 'online-split',
    writes: [
      `insert into customers (id, name, street, zip) overriding system value values (10, 'C', 'old', '3')`,
      `insert into customers (id, name) overriding system value values (11, 'D'), (12, 'E'), (13, 'F')`,
      `insert into customer_addresses (customer_id, street) select id, 'new' from customers where name = 'D'`,
      `insert into customer_addresses select id, 'gone', null from customers where name = 'E'`,
      `delete from customer_addresses where street = 'gone'`,
      `update customer_addresses set postcode = 'p' where street = 'old'`,
      `update customers set street = 'by the old' where name = 'Boris'`,
      `delete from customers where name = 'F'`,
    ],
    refused: [
      [`insert into customer_addresses (customer_id, street) values (1, 'again')`, '23505'],
      [`insert into customer_addresses (customer_id, street) values (999, 'nobody')`, '23503'],
    ],
    old: 'select street, zip from customers where street is not null or zip is not null order by street collate "C"',
    next: 'select street, postcode as zip from customer_addresses order by street collate "C"',
    found: [
      { street: 'Hauptstraße 1', zip: '8001' },
      { street: 'by the old', zip: null },
      { street: 'new', zip: null },
      { street: 'old', zip: 'p' },
    ],
  },
  {
    of: 'online-split-required',
    writes: [`delete from customers where id = 1`, `update customers set id = 20 where id = 2`],
    refused: [],
    old: 'select id, street, zip from customers',
    next: 'select customer_id as id, street, postcode as zip from customer_addresses',
    found: [{ id: 20, street: '', zip: null }],
  },
  {
    of: 'online-merge',
    writes: [
      `insert into customer_addresses (customer_id, street) values (2, 'by the old')`,
      `update customer_addresses set street = 'changed' where customer_id = 3`,
      `delete from customer_addresses where customer_id = 1`,
      `insert into customers (id, name, street, postcode) overriding system value values (10, 'N', 'new', '1')`,
      `update customers set postcode = 'x' where id = 3`,
    ],
    refused: [
      [`insert into customer_addresses (customer_id, street) values (3, 'again')`, '23505'],
      [`insert into customer_addresses (customer_id, street) values (999, 'nobody')`, '23503'],
    ],
    old: 'select street, zip from customer_addresses order by street collate "C"',
    next: 'select street, postcode as zip from customers where street is not null or postcode is not null order by street collate "C"',
    found: [
      { street: 'by the old', zip: '0000' },
      { street: 'changed', zip: 'x' },
      { street: 'new', zip: '1' },
    ],
  },
]

describe.each(postgresMajors())('postgres %d: while the gate is open', (major) => {
  const engine = postgresJudge(major)

  test.each(beside)('both versions of $of find what either has written', async (one) => {
    await withMoveCase(one.of, engine, async (session, url, { after }) => {
      const stage = await openStage(url, after, { dialect: engine.dialect, gate: 'manual' })
      mustBe('paused', await stage.apply(await stage.planned()))
      for (const sql of one.writes) await session.execute(sql)
      for (const [sql, code] of one.refused) await expect(session.execute(sql)).rejects.toMatchObject({ code })
      expect(await rowsOf(session, one.old)).toEqual(one.found)
      expect(await rowsOf(session, one.next)).toEqual(one.found)
      mustBe('done', await stage.goOn())
      expect(await rowsOf(session, one.next)).toEqual(one.found)
      mustBe('rolled_back', await stage.rollback())
      expect(await rowsOf(session, one.old)).toEqual(one.found)
    })
  })

  test.each([
    { of: 'split-bare', ...afterSplit },
    { of: 'merge', ...afterMerge },
  ])('what has been written after $of is there when that is taken back', async ({ of, writes, look, found }) => {
    await withMoveCase(of, engine, async (session, url, { after }) => {
      const stage = await openStage(url, after, { dialect: engine.dialect, smallTableBytes: 0 })
      const plan = await stage.planned()
      expect(plan.steps.map(({ change }) => change)).toContain('close_move')
      mustBe('done', await stage.apply(plan))
      for (const sql of writes) await session.execute(sql)
      mustBe('rolled_back', await stage.rollback())
      expect(await rowsOf(session, look)).toEqual(found)
    })
  })

  test.each(['online-split', 'online-merge'])('nobody has triggers of %s work on tables of their own', async (of) => {
    await withMoveCase(of, engine, async (session, url, { after }) => {
      await session.execute('alter default privileges in schema public grant execute on functions to app')
      const attached = async (): Promise<unknown[]> => {
        const ours = await session.query(`select proname from pg_proc where proname like '\\_rq\\_%' order by 1`)
        const codes: unknown[] = []
        await session.execute('set role app; create temp table mine (id bigint, street text, zip text)')
        for (const { proname } of ours) {
          const attach = `create trigger mine after insert on mine for each row execute function public."${String(proname)}"()`
          codes.push(await session.execute(attach).then(always('attached'), codeOf))
        }
        await session.execute('drop table mine; reset role')
        return codes
      }
      const stage = await openStage(url, after, { dialect: engine.dialect, gate: 'manual' })
      mustBe('paused', await stage.apply(await stage.planned()))
      expect(await attached()).toEqual(['42501', '42501', '42501'])
      mustBe('done', await stage.goOn())
      expect(await attached()).toEqual(['42501'])
      mustBe('rolled_back', await stage.rollback())
    })
  })

  test.each([
    {
      of: 'online-split',
      sql: 'truncate customer_addresses',
      look: 'select street, zip from customers',
      left: none(2),
    },
    { of: 'online-merge', sql: 'truncate customers', look: 'select * from customer_addresses', left: [] },
  ])('$sql after $of is there when that is taken back', async ({ of, sql, look, left }) => {
    await withMoveCase(of, engine, async (session, url, { after }) => {
      const stage = await openStage(url, after, { dialect: engine.dialect })
      mustBe('done', await stage.apply(await stage.planned()))
      await session.execute(sql)
      mustBe('rolled_back', await stage.rollback())
      expect(await rowsOf(session, look)).toEqual(left)
    })
  })

  test.each(['at the gate', 'behind it'])(
    'what the old table of a merge does not take is not lost %s',
    async (when) => {
      await withMoveCase('online-merge-freed', engine, async (session, url, { after }) => {
        const stage = await openStage(url, after, { dialect: engine.dialect, gate: 'manual' })
        mustBe('paused', await stage.apply(await stage.planned()))
        await session.execute(`update customers set street = 'a long street' where id = 1`)
        if (when === 'behind it') mustBe('done', await stage.goOn())
        const { status, failure } = await stage.rollback()
        expect([status, failure?.code, failure?.offenders]).toEqual(['failed', 'refused', ['id=1']])
        await session.execute(`update customers set street = 'short' where id = 1`)
        mustBe('rolled_back', await stage.rollback())
        expect(await rowsOf(session, 'select * from customer_addresses order by customer_id')).toEqual([
          { customer_id: 1, street: 'short', zip: '8001' },
          { customer_id: 3, street: "C's", zip: null },
        ])
      })
    },
  )

  test('what a trigger does not see is found before the way back counts on it', async () => {
    await withMoveCase('online-split', engine, async (session, url, { after }) => {
      const stage = await openStage(url, after, { dialect: engine.dialect })
      mustBe('done', await stage.apply(await stage.planned()))
      await session.execute('alter table customer_addresses disable trigger all; truncate customer_addresses')
      const { status, failure } = await stage.rollback()
      expect([status, failure?.code]).toEqual(['failed', 'refused'])
      expect(failure?.offenders).toEqual(['id=1', 'id=2'])
      expect(await rowsOf(session, 'select * from customer_addresses')).toEqual([])
    })
  })

  test.each(['online-split', 'online-merge'])(
    'what follows after %s goes with purge, and nobody notices',
    async (of) => {
      await withMoveCase(of, engine, async (session, url, { after }) => {
        const stage = await openStage(url, after, { dialect: engine.dialect })
        mustBe('done', await stage.apply(await stage.planned()))
        const sleep = async (): Promise<void> => undefined
        await purge(stage.place, await purgeable(stage.place, 0, new Date()), { owner: 'the judge', sleep })
        expect(await session.query(`select proname from pg_proc where proname like '\\_rq\\_%'`)).toEqual([])
        expect(await session.query(`select relname from pg_class where relname like '\\_rq\\_%'`)).toEqual([])
        await session.execute(
          of === 'online-split' ? 'delete from customer_addresses' : `update customers set street = null`,
        )
      })
    },
  )
})

function none(rows: number): Rows {
  return Array.from({ length: rows }, () => ({ street: null, zip: null }))
}

function always<T>(value: T): () => T {
  return () => value
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : error
}
