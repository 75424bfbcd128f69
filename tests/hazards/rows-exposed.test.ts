import { rowsExposed } from '../../src/hazards/rows-exposed.ts'
import type { SchemaObject } from '../../src/model/object.ts'
import type { Schema } from '../../src/model/schema.ts'
import { policy, rowSecurity } from '../support/access.ts'
import { schema } from '../support/schemas.ts'
import { column, table } from '../support/tables.ts'
import { testRule } from './test-rule.ts'

const bare = schema([table('people', [column('id', 'bigint')])])
const having = (...objects: readonly SchemaObject[]): Schema => ({ ...bare, objects })
const own = policy('own', 'people', { using: 'id > 0' })

testRule(rowsExposed, {
  reports: [
    {
      name: 'row-level security that goes',
      before: having(rowSecurity('people')),
      after: bare,
      messages: ['row-level security of people is off'],
    },
    {
      name: 'row-level security that is only forced from now on',
      before: having(rowSecurity('people', { forced: true })),
      after: having(rowSecurity('people', { enabled: false, forced: true })),
      messages: ['row-level security of people is off'],
    },
    {
      name: 'row-level security that the owner is let off',
      before: having(rowSecurity('people', { forced: true })),
      after: having(rowSecurity('people')),
      messages: ['the owner of people sees every row of it'],
    },
    {
      name: 'a restrictive policy that goes',
      before: having({ ...own, restrictive: true }),
      after: bare,
      messages: ['policy own on people no longer hides rows'],
    },
  ],
  allows: [
    { name: 'a permissive policy that goes', before: having(own), after: bare },
    { name: 'row-level security that comes', before: bare, after: having(rowSecurity('people')) },
  ],
})
