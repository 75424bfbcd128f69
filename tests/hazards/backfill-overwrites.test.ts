import { backfillOverwrites } from '../../src/hazards/backfill-overwrites.ts'
import { backfill, schema } from '../support/schemas.ts'
import { column, table } from '../support/tables.ts'
import { testRule } from './test-rule.ts'

const id = column('id', 'bigint', { nullable: false })
const people = schema([
  table('people', [id, column('phone', 'text')], { primaryKey: { name: 'people_pkey', columns: ['id'] } }),
])
const withTier = schema([
  table('people', [id, column('phone', 'text'), column('tier', 'integer')], {
    primaryKey: { name: 'people_pkey', columns: ['id'] },
  }),
])

testRule(backfillOverwrites, {
  reports: [
    {
      name: 'values that stood there before',
      before: people,
      after: people,
      backfills: [backfill('people', { phone: 'trim(phone)' }, 'phone <> trim(phone)')],
      messages: ['values of people.phone are overwritten, the old ones kept'],
    },
    {
      name: 'an old column beside a new one',
      before: people,
      after: withTier,
      backfills: [backfill('people', { tier: '1', phone: 'trim(phone)' }, 'tier is null')],
      messages: ['values of people.tier, people.phone are overwritten, the old ones kept'],
    },
  ],
  allows: [
    {
      name: 'a column that this plan adds',
      before: people,
      after: withTier,
      backfills: [backfill('people', { tier: '1' }, 'tier is null')],
    },
  ],
})
