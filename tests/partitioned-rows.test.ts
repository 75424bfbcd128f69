import pg from 'pg'
import { expect, test } from 'vitest'
import { corpus } from './support/cases.ts'
import { postgresMajors } from './support/databases.ts'
import { buildBefore } from './support/judge-build.ts'
import { postgresJudge } from './support/judge-database.ts'
import { mustBe, openStage } from './support/judge-stage.ts'

/**
 * What is written into the other partitions of a table that was plain comes back with it: the rows, once each and past the
 * triggers, and numbers that go on where they were.
 */
test.each(postgresMajors())('rows written since come back with the plain table, on postgres %d', async (major) => {
  const one = corpus().find(({ name }) => name === 'partition/convert-and-write')
  if (one === undefined) throw new Error('the case has gone')
  const engine = postgresJudge(major)
  const { url, dispose } = await buildBefore(one, engine)
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const asked = async (sql: string): Promise<unknown[]> => (await client.query<Record<string, unknown>>(sql)).rows
  const stage = await openStage(url, one.after, { dialect: engine.dialect, gate: 'manual' })
  const plan = await stage.planned()
  expect(plan.gate).toBe(false)
  mustBe('done', await stage.apply(plan))

  await client.query(
    `insert into orders (day, customer_id) values ('2025-05-05', 1), ('2026-05-05', 1), ('2027-05-05', 1)`,
  )
  await client.query(`insert into lines values (11, '2026-05-05')`)
  await expect(client.query(`insert into lines values (99, '2026-05-05')`)).rejects.toMatchObject({ code: '23503' })
  await expect(client.query(`insert into orders (day, customer_id) values ('2026-05-05', 9)`)).rejects.toMatchObject({
    code: '23503',
  })
  expect(await asked('select tableoid::regclass::text as part, id::int, touched from orders order by id')).toEqual([
    { part: 'orders_until_2026', id: 1, touched: 1 },
    { part: 'orders_until_2026', id: 10, touched: 1 },
    { part: 'orders_2026', id: 11, touched: 1 },
    { part: 'orders_rest', id: 12, touched: 1 },
  ])
  expect(await asked('select n::int from counted')).toEqual([{ n: 4 }])

  mustBe('rolled_back', await stage.rollback())
  expect(await asked('select tableoid::regclass::text as part, id::int, touched from orders order by id')).toEqual(
    [1, 10, 11, 12].map((id) => ({ part: 'orders', id, touched: 1 })),
  )
  expect(await asked('select n::int from counted')).toEqual([{ n: 4 }])
  expect(await asked(`insert into orders (day) values ('2028-01-01') returning id::int, number, touched`)).toEqual([
    { id: 14, number: 5, touched: 1 },
  ])
  await expect(client.query(`delete from orders where id = 11`)).rejects.toMatchObject({ code: '23503' })
  await client.end()
  await dispose()
})
