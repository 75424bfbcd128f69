import { columnCount } from '../../src/hazards/column-count.ts'
import type { Column } from '../../src/model/column.ts'
import { schema } from '../support/schemas.ts'
import { column, table } from '../support/tables.ts'
import { large, testRule } from './test-rule.ts'

const people = (...columns: Column[]): ReturnType<typeof schema> =>
  schema([table('people', [column('id', 'integer'), ...columns])])
const full = { people: { ...large, places: 1_001 } }

testRule(columnCount, {
  reports: [
    {
      name: 'columns for a table that has had many, in one line',
      before: people(),
      after: people(column('fax', 'text'), column('telex', 'text')),
      sizes: full,
      messages: ['people has used up more than 1,000 of its 1,600 columns'],
    },
    {
      name: 'an exchange, which takes a column as well',
      before: people(column('points', 'integer')),
      after: people(column('points', 'bigint')),
      sizes: full,
      messages: ['people has used up more than 1,000 of its 1,600 columns'],
    },
  ],
  allows: [
    {
      name: 'a table that has had few',
      before: people(),
      after: people(column('fax', 'text')),
      sizes: { people: { ...large, places: 1_000 } },
    },
    {
      name: 'what takes no column',
      before: people(column('fax', 'text')),
      after: people(column('fax', 'text', { nullable: false })),
      sizes: full,
    },
  ],
})
