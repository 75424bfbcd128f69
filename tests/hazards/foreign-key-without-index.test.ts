import { foreignKeyWithoutIndex } from '../../src/hazards/foreign-key-without-index.ts'
import type { Table } from '../../src/model/table.ts'
import { schema } from '../support/schemas.ts'
import { column, foreignKey, index, table } from '../support/tables.ts'
import { testRule } from './test-rule.ts'

const id = column('id', 'bigint', { nullable: false })
const tiers = table('tiers', [id], { primaryKey: { name: 'tiers_pkey', columns: ['id'] } })
const people = (rest: Partial<Table>): Table =>
  table('people', [id, column('tier_id', 'bigint'), column('phone', 'text')], rest)
const key = foreignKey('people_tier_id_fkey', ['tier_id'], 'tiers')
const before = schema([tiers, people({})])

testRule(foreignKeyWithoutIndex, {
  reports: [
    {
      name: 'no index',
      before,
      after: schema([tiers, people({ foreignKeys: [key] })]),
      messages: ['people has no index that begins with tier_id'],
    },
    {
      name: 'an index that begins with another column',
      before: schema([tiers, people({ indexes: [index('people_phone_idx', ['phone', 'tier_id'])] })]),
      after: schema([
        tiers,
        people({ foreignKeys: [key], indexes: [index('people_phone_idx', ['phone', 'tier_id'])] }),
      ]),
      messages: ['people has no index that begins with tier_id'],
    },
    {
      name: 'an index on some of the rows',
      before,
      after: schema([
        tiers,
        people({ foreignKeys: [key], indexes: [index('people_tier_idx', ['tier_id'], { where: 'phone is null' })] }),
      ]),
      messages: ['people has no index that begins with tier_id'],
    },
  ],
  allows: [
    {
      name: 'an index that comes in the same plan',
      before,
      after: schema([tiers, people({ foreignKeys: [key], indexes: [index('people_tier_idx', ['tier_id', 'phone'])] })]),
    },
    {
      name: 'an index on the rows that have a value, which are all that the key asks for',
      before,
      after: schema([
        tiers,
        people({
          foreignKeys: [key],
          indexes: [index('people_tier_idx', ['tier_id'], { where: 'tier_id IS NOT NULL' })],
        }),
      ]),
    },
    {
      name: 'a primary key that begins with it',
      before: schema([tiers, people({ primaryKey: { name: 'people_pkey', columns: ['tier_id', 'id'] } })]),
      after: schema([
        tiers,
        people({ primaryKey: { name: 'people_pkey', columns: ['tier_id', 'id'] }, foreignKeys: [key] }),
      ]),
    },
  ],
})
