import { preparedForOldType } from '../../src/hazards/prepared-for-old-type.ts'
import { schema } from '../support/schemas.ts'
import { column, inPublic, table } from '../support/tables.ts'
import { large, testRule } from './test-rule.ts'

const people = (...labels: string[]): ReturnType<typeof schema> =>
  schema([table('people', [column('mood', 'public.mood')])], [{ name: inPublic('mood'), labels, comment: null }])

testRule(preparedForOldType, {
  reports: [
    {
      name: 'a label that goes',
      before: people('good', 'bad'),
      after: people('good'),
      messages: ['mood is another type from here on'],
    },
    {
      name: 'another order, by an exchange of columns',
      before: people('good', 'bad'),
      after: people('bad', 'good'),
      sizes: { people: large },
      messages: ['mood is another type from here on'],
    },
  ],
  allows: [{ name: 'a label that comes', before: people('good'), after: people('good', 'bad') }],
})
