import { backfillWithoutKey } from '../../src/hazards/backfill-without-key.ts'
import { backfill, schema } from '../support/schemas.ts'
import { column, table, unique } from '../support/tables.ts'
import { testRule } from './test-rule.ts'

const id = column('id', 'bigint', { nullable: false })
const phone = column('phone', 'text')
const keyless = schema([table('people', [id, phone])])
const nullableKey = schema([table('people', [id, phone], { uniques: [unique('people_phone_key', ['phone'])] })])
const keyed = schema([table('people', [id, phone], { primaryKey: { name: 'people_pkey', columns: ['id'] } })])
const uniqueKey = schema([table('people', [id, phone], { uniques: [unique('people_id_key', ['id'])] })])
const backfills = [backfill('people', { phone: 'trim(phone)' }, 'phone <> trim(phone)')]

testRule(backfillWithoutKey, {
  reports: [
    {
      name: 'no key at all',
      before: keyless,
      after: keyless,
      backfills,
      messages: ['people has neither a primary key nor a unique key without NULLs'],
    },
    {
      name: 'a unique key with NULLs, which no cursor can stand on',
      before: nullableKey,
      after: nullableKey,
      backfills,
      messages: ['people has neither a primary key nor a unique key without NULLs'],
    },
  ],
  allows: [
    { name: 'a primary key', before: keyed, after: keyed, backfills },
    { name: 'a unique key without NULLs', before: uniqueKey, after: uniqueKey, backfills },
  ],
})
