import { requiredOfOldWriters } from '../../src/hazards/required-of-old-writers.ts'
import type { Column } from '../../src/model/column.ts'
import { postgres } from '../../src/dialects/postgres/dialect.ts'
import { backfill, schema } from '../support/schemas.ts'
import { column, table } from '../support/tables.ts'
import { testRule } from './test-rule.ts'

const id = column('id', 'bigint', { nullable: false })
const people = (...columns: Column[]): ReturnType<typeof schema> =>
  schema([table('people', [id, ...columns], { primaryKey: { name: 'people_pkey', columns: ['id'] } })])
const backfills = [backfill('people', { tier: '1' }, 'tier is null')]

testRule(requiredOfOldWriters, {
  reports: [
    {
      name: 'a new required column without a default, once, on the first of its steps',
      dialect: postgres,
      serverVersion: '15.1',
      before: people(),
      after: people(column('tier', 'integer', { nullable: false })),
      backfills,
      messages: ['inserts that leave out people.tier fail from here on'],
    },
    {
      name: 'the same on PostgreSQL 18, in two steps',
      before: people(),
      after: people(column('tier', 'integer', { nullable: false })),
      backfills,
      messages: ['inserts that leave out people.tier fail from here on'],
    },
    {
      name: 'a column that had NULLs, once nothing fills it any more',
      before: people(column('tier', 'integer')),
      after: people(column('tier', 'integer', { nullable: false })),
      backfills,
      messages: ['inserts that leave out people.tier fail from here on'],
    },
    {
      name: 'a column that a backfill brings under a rule, once nothing sets it right any more',
      before: people(column('tier', 'integer')),
      after: schema([
        table('people', [id, column('tier', 'integer')], {
          primaryKey: { name: 'people_pkey', columns: ['id'] },
          checks: [{ name: 'tier_known', expression: 'tier > 0', validated: true }],
        }),
      ]),
      backfills,
      messages: ['what fill has set right as it was written fails from here on, by tier_known'],
    },
  ],
  allows: [
    {
      name: 'a new required column with a default',
      before: people(),
      after: people(column('tier', 'integer', { nullable: false, default: '1' })),
    },
    {
      name: 'a column that old writers know',
      before: people(column('tier', 'integer')),
      after: people(column('tier', 'integer', { nullable: false })),
    },
  ],
})
