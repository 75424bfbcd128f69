import { notEnforced } from '../../src/hazards/not-enforced.ts'
import type { Table } from '../../src/model/table.ts'
import type { Schema } from '../../src/model/schema.ts'
import { schema } from '../support/schemas.ts'
import { check, column, table } from '../support/tables.ts'
import { testRule } from './test-rule.ts'

const people = (rest: Partial<Table>): Schema => schema([table('people', [column('age', 'integer')], rest)])
const idle = check('people_age_check', 'age > 0', { enforced: false, validated: false })
const messages = ['people_age_check of people: nothing checks it']

testRule(notEnforced, {
  reports: [
    { name: 'a check that comes', before: people({}), after: people({ checks: [idle] }), messages },
    { name: 'with its table', before: schema([]), after: people({ checks: [idle] }), messages },
  ],
  allows: [
    {
      name: 'one that is enforced',
      before: people({}),
      after: people({ checks: [check('people_age_check', 'age > 0')] }),
    },
    { name: 'one that goes', before: people({ checks: [idle] }), after: people({}) },
  ],
})
