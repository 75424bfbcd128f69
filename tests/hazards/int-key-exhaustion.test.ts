import { intKeyExhaustion } from '../../src/hazards/int-key-exhaustion.ts'
import { schema } from '../support/schemas.ts'
import { column, index, table } from '../support/tables.ts'
import { large, testRule } from './test-rule.ts'

const people = (type: string, ...indexes: string[]): ReturnType<typeof schema> =>
  schema([
    table('people', [column('id', type), column('name', 'text')], {
      indexes: indexes.map((name) => index(name, ['name'], { where: `name > '${name}'` })),
    }),
  ])
const used = (percent: number) => ({
  people: { ...large, runningOut: [{ column: 'id', type: 'integer', percent }] },
})

testRule(intKeyExhaustion, {
  reports: [
    {
      name: 'a key that runs out, once for the whole plan',
      before: people('integer'),
      after: people('integer', 'a', 'b'),
      sizes: used(50),
      messages: ['more than half of the numbers of people.id (integer) are used up'],
    },
  ],
  allows: [
    { name: 'a plan that gives it room', before: people('integer'), after: people('bigint', 'a'), sizes: used(79) },
    { name: 'what is worse than that', before: people('integer'), after: people('integer', 'a'), sizes: used(80) },
    {
      name: 'a plan about another table',
      before: people('integer'),
      after: schema([...people('integer').tables, table('others', [column('id', 'integer')])]),
      sizes: used(60),
    },
    {
      name: 'a sequence that has just begun',
      before: people('integer'),
      after: people('integer', 'a'),
      sizes: { people: large },
    },
  ],
})
