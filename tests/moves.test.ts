import { describe, expect, test } from 'vitest'
import type { Session } from '../src/dialects/session.ts'
import { corpus } from './support/cases.ts'
import { buildBefore } from './support/judge-build.ts'
import { judgeEngines } from './support/judge-database.ts'
import { mustBe, openStage } from './support/judge-stage.ts'

interface Written {
  readonly name: string
  /** Under tests/cases/move. */
  readonly of: string
  /** What the new application version does once the plan is through. */
  readonly writes: readonly string[]
  readonly look: string
  /** What the old version finds when the plan has been taken back. */
  readonly found: readonly Readonly<Record<string, unknown>>[]
}

const written: readonly Written[] = [
  {
    name: 'of a table that was split',
    of: 'split',
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
  },
  {
    name: 'of a table that took in another one',
    of: 'merge',
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
  },
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
    const one = corpus().find(({ name }) => name === `move/${of}`)
    if (one === undefined) throw new Error(`there is no case move/${of}`)
    const { url, dispose } = await buildBefore(one, engine)
    const session: Session = await engine.dialect.connect(url, 'the application')
    try {
      const stage = await openStage(url, one.after, { dialect: engine.dialect })
      mustBe('done', await stage.apply(await stage.planned()))
      for (const sql of writes) await session.execute(sql)
      mustBe('rolled_back', await stage.rollback())
      const rows = await session.query(look)
      expect(
        rows.map((row) => Object.fromEntries(Object.entries(row).map(([key, value]) => [key, plain(value)]))),
      ).toEqual(found)
    } finally {
      await session.close()
      await dispose()
    }
  })
})

function plain(value: unknown): unknown {
  return typeof value === 'bigint' ? Number(value) : value
}
