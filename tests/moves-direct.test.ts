import { describe, expect, test } from 'vitest'
import { judgeEngines } from './support/judge-database.ts'
import { mustBe, openStage } from './support/judge-stage.ts'
import { type Rows, rowsOf, withMoveCase } from './support/move-case.ts'

interface Gate {
  readonly name: string
  /** Under tests/cases/move. */
  readonly of: string
  /** While the gate is open: by the new version, which knows the new place, and by the old one. */
  readonly writes: readonly string[]
  /** Values that compete, as they are named when the run stops, and what ends that. */
  readonly rivals?: { readonly named: readonly string[]; readonly mended: string }
  readonly next: string
  readonly moved: Rows
  readonly old: string
  readonly back: Rows
}

const addresses = 'select customer_id, street, postcode from customer_addresses order by customer_id'
const customers = 'select id, street, zip from customers order by id'

const gates: readonly Gate[] = [
  {
    name: 'a row of the new table keeps what it has, and gets the rest',
    of: 'split',
    writes: [
      `insert into customer_addresses (customer_id, postcode) values (3, '9000'), (4, '4')`,
      `insert into customer_addresses (customer_id, street) values (2, 'two')`,
    ],
    next: addresses,
    moved: [
      { customer_id: 1, street: 'Hauptstraße 1', postcode: '8001' },
      { customer_id: 2, street: 'two', postcode: null },
      { customer_id: 3, street: null, postcode: '9000' },
      { customer_id: 4, street: '', postcode: '4' },
    ],
    old: customers,
    back: [
      { id: 1, street: 'Hauptstraße 1', zip: '8001' },
      { id: 2, street: 'two', zip: null },
      { id: 3, street: null, zip: '9000' },
      { id: 4, street: '', zip: '4' },
    ],
  },
  {
    name: 'values that compete for a row of a new table stop the run',
    of: 'split',
    writes: [`insert into customer_addresses (customer_id, street, postcode) values (1, null, 'new')`],
    rivals: {
      named: [
        'customer_id=1, customer_addresses.street=null, customers.street=Hauptstraße 1, customer_addresses.postcode=new, customers.zip=8001',
      ],
      mended: `update customers set zip = 'new' where id = 1`,
    },
    next: addresses,
    moved: [
      { customer_id: 1, street: 'Hauptstraße 1', postcode: 'new' },
      { customer_id: 3, street: null, postcode: '9000' },
      { customer_id: 4, street: '', postcode: null },
    ],
    old: customers,
    back: [
      { id: 1, street: 'Hauptstraße 1', zip: 'new' },
      { id: 2, street: null, zip: null },
      { id: 3, street: null, zip: '9000' },
      { id: 4, street: '', zip: null },
    ],
  },
  {
    name: 'a column that is new keeps what the new version wrote',
    of: 'merge-loose',
    writes: [
      `update customers set zip = 22 where id = 2`,
      `update customers set street = 'three' where id = 3`,
      `update customers set street = 'a' where id = 1`,
    ],
    next: 'select id, street, zip from customers order by id',
    moved: [
      { id: 1, street: 'a', zip: 8001 },
      { id: 2, street: 'b', zip: 22 },
      { id: 3, street: 'three', zip: 5 },
      { id: 4, street: null, zip: 5 },
    ],
    old: 'select customer_id, street, zip, note from addr where customer_id is null or customer_id <> 3 order by id',
    back: [
      { customer_id: 1, street: 'a', zip: 8001, note: '' },
      { customer_id: 2, street: 'b', zip: 22, note: 'kept' },
      { customer_id: null, street: null, zip: null, note: 'precious note' },
      { customer_id: 4, street: null, zip: null, note: 'empty' },
    ],
  },
  {
    name: 'values that compete for a new column stop the run',
    of: 'merge',
    writes: [`update customers set street = 'new' where id = 1`],
    rivals: {
      named: [
        'id=1, customers.street=new, customer_addresses.street=A, customers.zip=null, customer_addresses.zip=8001',
      ],
      mended: `update customers set street = null where id = 1`,
    },
    next: customers,
    moved: [
      { id: 1, street: 'A', zip: '8001' },
      { id: 2, street: null, zip: null },
      { id: 3, street: "C's", zip: null },
    ],
    old: 'select customer_id, street, zip from customer_addresses order by customer_id',
    back: [
      { customer_id: 1, street: 'A', zip: '8001' },
      { customer_id: 3, street: "C's", zip: null },
    ],
  },
]

/** What either version writes before the values go over is there afterwards, and when that is taken back. */
describe.each(judgeEngines())('$name: while columns wait behind the gate', (engine) => {
  test.each(gates)('$name', async ({ of, writes, rivals, next, moved, old, back }) => {
    await withMoveCase(of, engine, async (session, url, { after }) => {
      const stage = await openStage(url, after, { dialect: engine.dialect, gate: 'manual' })
      mustBe('paused', await stage.apply(await stage.planned()))
      for (const sql of writes) await session.execute(sql)
      let outcome = await stage.goOn()
      if (rivals !== undefined) {
        expect(outcome.failure?.offenders).toEqual(rivals.named)
        await session.execute(rivals.mended)
        outcome = await stage.resume()
      }
      mustBe('done', outcome)
      expect(await rowsOf(session, next)).toEqual(moved)
      mustBe('rolled_back', await stage.rollback())
      expect(await rowsOf(session, old)).toEqual(back)
    })
  })
})
