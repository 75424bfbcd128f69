import { upsertTargetDroppedEarly } from '../../src/hazards/upsert-target-dropped-early.ts'
import type { Table } from '../../src/model/table.ts'
import type { Schema } from '../../src/model/schema.ts'
import { backfill, schema } from '../support/schemas.ts'
import { column, index, table, unique } from '../support/tables.ts'
import { testRule } from './test-rule.ts'

const columns = [column('id', 'bigint', { nullable: false }), column('email', 'text'), column('shop', 'bigint')]
const key = { primaryKey: { name: 'people_pkey', columns: ['id'] } }
const people = (rest: Partial<Table> = {}): Schema => schema([table('people', columns, { ...key, ...rest })])
const byEmail = index('people_email_idx', ['email'], { unique: true })
const having = people({ uniques: [unique('people_email_key', ['email'])] })
const messages = ['people can no longer be upserted by (email)']
const backfills = [backfill('people', { email: "'all'" }, "email <> 'all'")]

testRule(upsertTargetDroppedEarly, {
  reports: [
    { name: 'a unique constraint on what a backfill sets', before: having, after: people(), backfills, messages },
    {
      name: 'a unique index on what a backfill sets',
      before: people({ indexes: [byEmail] }),
      after: people(),
      backfills,
      messages,
    },
  ],
  allows: [
    { name: 'what can wait for the gate', before: having, after: people() },
    {
      name: 'what a backfill does not set',
      before: having,
      after: people(),
      backfills: [backfill('people', { shop: '1' }, 'shop is null')],
    },
    {
      name: 'what an index takes the place of',
      before: having,
      after: people({ indexes: [byEmail] }),
      backfills,
    },
  ],
})
