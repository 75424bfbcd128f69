import { intKeyNearlyExhausted } from '../../src/hazards/int-key-nearly-exhausted.ts'
import { schema } from '../support/schemas.ts'
import { column, table } from '../support/tables.ts'
import { large, testRule } from './test-rule.ts'

const people = (type: string, ...more: string[]): ReturnType<typeof schema> =>
  schema([table('people', [column('id', type), ...more.map((name) => column(name, 'text'))])])
const used = (percent: number) => ({
  people: { ...large, runningOut: [{ column: 'id', type: 'smallint', percent }] },
})

testRule(intKeyNearlyExhausted, {
  reports: [
    {
      name: 'any change of the table that comes first, once',
      before: people('smallint'),
      after: people('smallint', 'name', 'email'),
      sizes: used(80),
      messages: ['more than 80% of the numbers of people.id (smallint) are used up'],
    },
  ],
  allows: [
    { name: 'the change that gives it room', before: people('smallint'), after: people('bigint'), sizes: used(99) },
    { name: 'half of it', before: people('smallint'), after: people('smallint', 'name'), sizes: used(79) },
  ],
})
