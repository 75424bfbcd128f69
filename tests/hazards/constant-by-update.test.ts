import { sqlite } from '../../src/dialects/sqlite/dialect.ts'
import { constantByUpdate } from '../../src/hazards/constant-by-update.ts'
import { backfill, schema } from '../support/schemas.ts'
import { column, table } from '../support/tables.ts'
import { large, small, testRule } from './test-rule.ts'

const before = schema([table('people', [column('name', 'text')])])
const after = schema([table('people', [column('name', 'text'), column('tier', 'text')])])
const sizes = { people: large }
const filling = (expression: string, where = 'tier is null') => [backfill('people', { tier: expression }, where)]

testRule(constantByUpdate, {
  reports: [
    {
      name: 'a text for a new column',
      before,
      after,
      backfills: filling("'basic'"),
      sizes,
      messages: ["every row of people gets the same tier, 'basic'"],
    },
    {
      name: 'a value with its type, on SQLite as well',
      dialect: sqlite,
      before,
      after,
      backfills: filling("('it''s'::text)", '("people"."tier" is null)'),
      sizes,
      messages: ["every row of people gets the same tier, ('it''s'::text)"],
    },
  ],
  allows: [
    { name: 'what follows from the row', before, after, backfills: filling('lower(name)'), sizes },
    { name: 'two values put together', before, after, backfills: filling("'a' || name || 'b'"), sizes },
    { name: 'some of the rows', before, after, backfills: filling("'x'", "tier is null and name > 'm'"), sizes },
    { name: 'a column that is there', before: after, after, backfills: filling("'basic'"), sizes },
    { name: 'a small table', before, after, backfills: filling("'basic'"), sizes: { people: small } },
  ],
})
