import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { postgres } from '../../../src/dialects/postgres/dialect.ts'
import { unsayableIn } from '../../../src/spec/write/unsayable.ts'
import { type FreshPostgres, freshPostgres, postgresMajors } from '../../support/databases.ts'
import { openStage } from '../../support/judge-stage.ts'
import { schemaAt, specsOf } from '../../support/real-schemas.ts'

/** One that no partition has a part of, one that one of two has, and what is left of one that could not be built. */
const tables = `
  create table orders (id int, region text, total int) partition by list (region);
  create table orders_de partition of orders for values in ('de');
  create table orders_fr partition of orders for values in ('fr');
  create index whole on orders (id);
  create index without_parts on only orders (region);
  create index with_one_part on only orders (total);
  create index part on orders_de (total);
  alter index with_one_part attach partition part;
  create table plain (id int);
  insert into plain values (1), (1)`

describe.each(postgresMajors())('indexes that are not valid, on PostgreSQL %i', (major) => {
  let database: FreshPostgres
  beforeAll(async () => {
    database = await freshPostgres(major)
    const session = await postgres.connect(database.url, 'psql')
    for (const sql of tables.split(';')) await session.execute(sql)
    await session.execute('create unique index concurrently twice on plain (id)').catch(() => undefined)
    await session.close()
  })
  afterAll(() => database.drop())

  test('are told by inspect, and let be by the specs that it writes', async () => {
    const schema = await schemaAt(database.url, postgres)
    const specs = await specsOf(`${major}-invalid`, schema, postgres, `${major}.0`)
    expect(unsayableIn(schema).map(({ kind, name, because }) => `${kind} ${name}: ${because}`)).toEqual([
      'index with_one_part: it is not valid, since a partition has no part of it; attach one, or drop it',
      'index without_parts: it is not valid, since a partition has no part of it; attach one, or drop it',
      'index twice: it is not valid; REINDEX or drop it',
    ])
    expect((await (await openStage(database.url, specs)).planned()).steps.map(({ title }) => title)).toEqual([])
  })
})
