import { renameLive } from '../../src/hazards/rename-live.ts'
import { schema } from '../support/schemas.ts'
import { column, inPublic, index, table } from '../support/tables.ts'
import { testRule } from './test-rule.ts'

const people = schema([table('people', [column('phone', 'text')])])

testRule(renameLive, {
  reports: [
    {
      name: 'a column',
      before: people,
      after: schema([table('people', [column('mobile', 'text')])]),
      renames: [{ table: inPublic('people'), column: 'mobile', from: 'phone' }],
      messages: ['rename column people.phone to mobile: the old name is gone at once'],
    },
    {
      name: 'a table',
      before: people,
      after: schema([table('customers', [column('phone', 'text')])]),
      renames: [{ table: inPublic('customers'), column: null, from: 'people' }],
      messages: ['rename table people to customers: the old name is gone at once'],
    },
  ],
  allows: [
    {
      name: 'a column that is renamed behind a view',
      before: people,
      after: schema([table('people', [column('mobile', 'text')])]),
      renames: [{ table: inPublic('people'), column: 'mobile', from: 'phone', online: true }],
    },
    {
      name: 'an index, whose name no query uses',
      before: schema([table('people', [column('phone', 'text')], { indexes: [index('by_phone', ['phone'])] })]),
      after: schema([table('people', [column('phone', 'text')], { indexes: [index('people_phone_idx', ['phone'])] })]),
    },
  ],
})
