import { accessRemoved } from '../../src/hazards/access-removed.ts'
import type { SchemaObject } from '../../src/model/object.ts'
import type { Schema } from '../../src/model/schema.ts'
import { grant, owner } from '../support/access.ts'
import { schema } from '../support/schemas.ts'
import { column, table } from '../support/tables.ts'
import { testRule } from './test-rule.ts'

const bare = schema([table('people', [column('id', 'bigint')])])
const having = (...objects: readonly SchemaObject[]): Schema => ({ ...bare, objects })
const lost = (who: string): string[] => [`${who} may no longer do all that they could with people`]
const own = { privileges: ['select'], grantable: [] }

testRule(accessRemoved, {
  reports: [
    {
      name: 'a grant that goes',
      before: having(grant('app', 'people', { privileges: ['select'] })),
      after: bare,
      messages: lost('app'),
    },
    {
      name: 'a privilege that goes',
      before: having(grant('public', 'people', { privileges: ['insert', 'select'] })),
      after: having(grant('public', 'people', { privileges: ['select'] })),
      messages: lost('everybody'),
    },
    {
      name: 'a privilege on a column that goes',
      before: having(grant('app', 'people', { columns: { id: own } })),
      after: bare,
      messages: lost('app'),
    },
    {
      name: 'the right to grant that goes',
      before: having(grant('app', 'people', { privileges: ['select'], grantable: ['select'] })),
      after: having(grant('app', 'people', { privileges: ['select'] })),
      messages: lost('app'),
    },
    {
      name: 'what everybody has by default',
      before: bare,
      after: having(grant('public', 'people', { implicit: ['usage'] })),
      messages: lost('everybody'),
    },
    {
      name: 'another owner',
      before: having(owner('postgres', 'people')),
      after: having(owner('app', 'people')),
      messages: ['postgres no longer owns people'],
    },
  ],
  allows: [
    { name: 'a grant that comes', before: bare, after: having(grant('app', 'people', { privileges: ['select'] })) },
    {
      name: 'a restriction that goes',
      before: having(grant('public', 'people', { implicit: ['usage'] })),
      after: bare,
    },
    { name: 'the owner of something new', before: schema([]), after: having(owner('app', 'people')) },
  ],
})
