import { writtenBySubscription } from '../../src/hazards/written-by-subscription.ts'
import type { Schema } from '../../src/model/schema.ts'
import { schema } from '../support/schemas.ts'
import { column, inPublic, table } from '../support/tables.ts'
import { large, testRule } from './test-rule.ts'

const people = table('people', [column('id', 'integer'), column('phone', 'text')])
const fed: Schema = {
  ...schema([people]),
  unmodeled: [
    { kind: 'subscription', name: inPublic('feed'), table: inPublic('people'), sql: null },
    { kind: 'subscription', name: inPublic('other'), table: inPublic('others'), sql: null },
  ],
}

testRule(writtenBySubscription, {
  reports: [
    {
      name: 'a column that goes',
      before: fed,
      after: schema([table('people', [column('id', 'integer')])]),
      messages: ['subscription feed writes people.phone'],
    },
    {
      name: 'one that is renamed, which no view covers',
      before: fed,
      after: schema([table('people', [column('id', 'integer'), column('mobile', 'text')])]),
      renames: [{ table: inPublic('people'), column: 'mobile', from: 'phone' }],
      sizes: { people: large },
      messages: ['subscription feed writes people.phone'],
    },
    {
      name: 'the table, under another name',
      before: fed,
      after: schema([{ ...people, name: inPublic('members') }]),
      renames: [{ table: inPublic('members'), column: null, from: 'people' }],
      messages: ['subscription feed writes people'],
    },
    { name: 'the table that goes', before: fed, after: schema([]), messages: ['subscription feed writes people'] },
  ],
  allows: [
    {
      name: 'an exchange, whose trigger fires for its rows as well',
      before: fed,
      after: schema([table('people', [column('id', 'bigint'), column('phone', 'text')])]),
      sizes: { people: large },
    },
    { name: 'a table that nobody feeds', before: schema([people]), after: schema([]) },
  ],
})
