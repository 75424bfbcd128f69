import { rowSecurityWithoutPolicy } from '../../src/hazards/row-security-without-policy.ts'
import type { SchemaObject } from '../../src/model/object.ts'
import type { Schema } from '../../src/model/schema.ts'
import { policy, rowSecurity } from '../support/access.ts'
import { schema } from '../support/schemas.ts'
import { column, table } from '../support/tables.ts'
import { testRule } from './test-rule.ts'

const bare = schema([table('people', [column('id', 'bigint')])])
const having = (...objects: readonly SchemaObject[]): Schema => ({ ...bare, objects })
const own = policy('own', 'people', { using: 'id > 0' })
const messages = ['no policy lets a row of people pass']

testRule(rowSecurityWithoutPolicy, {
  reports: [
    { name: 'none at all', before: bare, after: having(rowSecurity('people')), messages },
    {
      name: 'only one that restricts',
      before: bare,
      after: having({ ...own, restrictive: true }, rowSecurity('people')),
      messages,
    },
    {
      name: 'row-level security that was only forced',
      before: having(rowSecurity('people', { enabled: false, forced: true })),
      after: having(rowSecurity('people', { forced: true })),
      messages,
    },
  ],
  allows: [
    { name: 'a policy in the same plan', before: bare, after: having(own, rowSecurity('people')) },
    { name: 'a new table', before: schema([]), after: having(rowSecurity('people')) },
    {
      name: 'row-level security that is there',
      before: having(rowSecurity('people')),
      after: having(rowSecurity('people', { forced: true })),
    },
  ],
})
