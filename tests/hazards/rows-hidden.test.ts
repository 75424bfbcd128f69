import { rowsHidden } from '../../src/hazards/rows-hidden.ts'
import type { SchemaObject } from '../../src/model/object.ts'
import type { Schema } from '../../src/model/schema.ts'
import { policy, rowSecurity } from '../support/access.ts'
import { schema } from '../support/schemas.ts'
import { column, table } from '../support/tables.ts'
import { testRule } from './test-rule.ts'

const bare = schema([table('people', [column('id', 'bigint')])])
const having = (...objects: readonly SchemaObject[]): Schema => ({ ...bare, objects })
const own = policy('own', 'people', { using: 'id > 0' })

testRule(rowsHidden, {
  reports: [
    {
      name: 'row-level security that comes',
      before: bare,
      after: having(rowSecurity('people')),
      messages: ['everybody but its owner sees of people what policies let pass'],
    },
    {
      name: 'force for the owner',
      before: having(rowSecurity('people')),
      after: having(rowSecurity('people', { forced: true })),
      messages: ['everybody, its owner included, sees of people what policies let pass'],
    },
    {
      name: 'a restrictive policy that comes',
      before: bare,
      after: having({ ...own, restrictive: true }),
      messages: ['policy own on people no longer lets the same rows pass'],
    },
    {
      name: 'a policy with another condition',
      before: having(own),
      after: having({ ...own, using: 'id > 1' }),
      messages: ['policy own on people no longer lets the same rows pass'],
    },
    {
      name: 'a policy for another command',
      before: having(own),
      after: having({ ...own, command: 'select' }),
      messages: ['policy own on people no longer lets the same rows pass'],
    },
    {
      name: 'a permissive policy that goes',
      before: having(own),
      after: bare,
      messages: ['policy own on people no longer lets the same rows pass'],
    },
  ],
  allows: [
    { name: 'a permissive policy that comes', before: bare, after: having(own) },
    { name: 'row-level security that goes', before: having(rowSecurity('people')), after: bare },
    {
      name: 'a table that comes with row-level security',
      before: schema([]),
      after: having(rowSecurity('people'), { ...own, restrictive: true }),
    },
    {
      name: 'a policy that goes and comes back around a change of type',
      before: having(own),
      after: { ...schema([table('people', [column('id', 'integer')])]), objects: [own] },
    },
  ],
})
