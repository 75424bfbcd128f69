import { columnOrderChanges } from '../../src/hazards/column-order-changes.ts'
import { schema } from '../support/schemas.ts'
import { column, table } from '../support/tables.ts'
import { large, small, testRule } from './test-rule.ts'

const people = (type: string): ReturnType<typeof schema> => schema([table('people', [column('points', type)])])

testRule(columnOrderChanges, {
  reports: [
    {
      name: 'an exchange of columns',
      before: people('integer'),
      after: people('bigint'),
      sizes: { people: large },
      messages: ['people.points: from here on after all other columns of the table'],
    },
  ],
  allows: [
    {
      name: 'a change of type where the column is',
      before: people('integer'),
      after: people('bigint'),
      sizes: { people: small },
    },
    {
      name: 'a change of type that only the catalogue sees',
      before: people('character varying(10)'),
      after: people('text'),
      sizes: { people: large },
    },
  ],
})
