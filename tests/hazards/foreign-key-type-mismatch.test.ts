import { foreignKeyTypeMismatch } from '../../src/hazards/foreign-key-type-mismatch.ts'
import type { Schema } from '../../src/model/schema.ts'
import { schema } from '../support/schemas.ts'
import { column, foreignKey, table } from '../support/tables.ts'
import { testRule } from './test-rule.ts'

const key = foreignKey('people_tier_id_fkey', ['tier_id'], 'tiers')
const people = (type: string, keyed: boolean): Schema =>
  schema([
    table('tiers', [column('id', 'bigint', { nullable: false })], {
      primaryKey: { name: 'tiers_pkey', columns: ['id'] },
    }),
    table('people', [column('tier_id', type)], { foreignKeys: keyed ? [key] : [] }),
  ])
const messages = ['people.tier_id is integer, tiers.id is bigint']

testRule(foreignKeyTypeMismatch, {
  reports: [
    { name: 'a narrower column', before: people('integer', false), after: people('integer', true), messages },
    { name: 'of a new table', before: schema([]), after: people('integer', true), messages },
  ],
  allows: [
    { name: 'the same type', before: people('bigint', false), after: people('bigint', true) },
    { name: 'a type that becomes the same', before: people('integer', false), after: people('bigint', true) },
    { name: 'one that is there', before: people('integer', true), after: people('integer', true) },
  ],
})
