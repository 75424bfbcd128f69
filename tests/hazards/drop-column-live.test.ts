import { dropColumnLive } from '../../src/hazards/drop-column-live.ts'
import { schema } from '../support/schemas.ts'
import { column, table } from '../support/tables.ts'
import { testRule } from './test-rule.ts'

const id = column('id', 'bigint', { nullable: false })
const plain = schema([table('people', [id])])
const withPhone = schema([table('people', [id, column('phone', 'text')])])

testRule(dropColumnLive, {
  reports: [
    {
      name: 'a column that goes',
      before: withPhone,
      after: plain,
      messages: ['people.phone is gone for the application'],
    },
  ],
  allows: [
    { name: 'a column that comes', before: plain, after: withPhone },
    { name: 'a column that goes with its table', before: withPhone, after: schema([]) },
  ],
})
