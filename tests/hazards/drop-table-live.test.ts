import { dropTableLive } from '../../src/hazards/drop-table-live.ts'
import { schema } from '../support/schemas.ts'
import { column, table } from '../support/tables.ts'
import { testRule } from './test-rule.ts'

const people = table('people', [column('id', 'bigint'), column('phone', 'text')])

testRule(dropTableLive, {
  reports: [
    {
      name: 'a table that goes',
      before: schema([people]),
      after: schema([]),
      messages: ['people is gone for the application'],
    },
  ],
  allows: [
    { name: 'a table that comes', before: schema([]), after: schema([people]) },
    {
      name: 'a column that goes',
      before: schema([people]),
      after: schema([table('people', [column('id', 'bigint')])]),
    },
  ],
})
