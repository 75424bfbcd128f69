import { nullsAppear } from '../../src/hazards/nulls-appear.ts'
import { schema } from '../support/schemas.ts'
import { column, table } from '../support/tables.ts'
import { testRule } from './test-rule.ts'

const people = (nullable: boolean): ReturnType<typeof schema> =>
  schema([table('people', [column('name', 'text', { nullable })])])

testRule(nullsAppear, {
  reports: [
    {
      name: 'a column that is no longer required',
      before: people(false),
      after: people(true),
      messages: ['people.name may be NULL from here on'],
    },
  ],
  allows: [
    { name: 'a column that becomes required', before: people(true), after: people(false) },
    { name: 'a column that goes', before: people(false), after: schema([table('people', [column('id', 'bigint')])]) },
  ],
})
