import { defaultChangeCached } from '../../src/hazards/default-change-cached.ts'
import { sqlite } from '../../src/dialects/sqlite/dialect.ts'
import { schema } from '../support/schemas.ts'
import { column, table } from '../support/tables.ts'
import { testRule } from './test-rule.ts'

const people = (value: string | null): ReturnType<typeof schema> =>
  schema([table('people', [column('tier', 'integer', { default: value })])])

testRule(defaultChangeCached, {
  reports: [
    { name: 'another value', before: people('1'), after: people('2'), messages: ['people.tier: 1 becomes 2'] },
    {
      name: 'the same by a rebuild',
      dialect: sqlite,
      before: people('1'),
      after: people('2'),
      messages: ['people.tier: 1 becomes 2'],
    },
  ],
  allows: [
    { name: 'a default that comes', before: people(null), after: people('2') },
    { name: 'the same one in another type', before: people("'1'::text"), after: people('1') },
    { name: 'one that goes', before: people('1'), after: people(null) },
  ],
})
