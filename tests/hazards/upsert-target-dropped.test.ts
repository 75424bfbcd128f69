import { upsertTargetDropped } from '../../src/hazards/upsert-target-dropped.ts'
import type { Table } from '../../src/model/table.ts'
import type { Schema } from '../../src/model/schema.ts'
import { schema } from '../support/schemas.ts'
import { column, index, table, unique } from '../support/tables.ts'
import { testRule } from './test-rule.ts'

const columns = [column('id', 'bigint', { nullable: false }), column('email', 'text'), column('shop', 'bigint')]
const key = { primaryKey: { name: 'people_pkey', columns: ['id'] } }
const people = (rest: Partial<Table> = {}): Schema => schema([table('people', columns, { ...key, ...rest })])
const byEmail = index('people_email_idx', ['email'], { unique: true })
const messages = ['people can no longer be upserted by (email)']

testRule(upsertTargetDropped, {
  reports: [
    {
      name: 'a unique constraint that goes',
      before: people({ uniques: [unique('people_email_key', ['email'])] }),
      after: people(),
      messages,
    },
    { name: 'a unique index that goes', before: people({ indexes: [byEmail] }), after: people(), messages },
    {
      name: 'a unique index that asks of other columns now',
      before: people({ indexes: [byEmail] }),
      after: people({ indexes: [index('people_email_idx', ['email', 'shop'], { unique: true })] }),
      messages,
    },
    {
      name: 'a primary key that is another',
      before: people(),
      after: people({ primaryKey: { name: 'people_pkey', columns: ['id', 'shop'] } }),
      messages: ['people can no longer be upserted by (id)'],
    },
  ],
  allows: [
    {
      name: 'an index that no two rows are told apart by',
      before: people({ indexes: [index('people_email_idx', ['email'])] }),
      after: people(),
    },
    {
      name: 'a constraint that an index takes the place of',
      before: people({ uniques: [unique('people_email_key', ['email'])] }),
      after: people({ indexes: [byEmail] }),
    },
    { name: 'a table that goes', before: people({ indexes: [byEmail] }), after: schema([]) },
    {
      name: 'the leftover of a build that failed',
      before: people({ indexes: [{ ...byEmail, valid: false }] }),
      after: people(),
    },
  ],
})
