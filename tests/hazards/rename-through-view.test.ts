import { renameThroughView } from '../../src/hazards/rename-through-view.ts'
import type { Rename } from '../../src/model/rename.ts'
import { schema } from '../support/schemas.ts'
import { column, inPublic, table } from '../support/tables.ts'
import { testRule } from './test-rule.ts'

const before = schema([table('people', [column('phone', 'text')])])
const after = schema([table('people', [column('mobile', 'text')])])
const rename: Rename = { table: inPublic('people'), column: 'mobile', from: 'phone' }

testRule(renameThroughView, {
  reports: [
    {
      name: 'a column that is renamed online',
      before,
      after,
      renames: [{ ...rename, online: true }],
      messages: ['people is a view until the gate is passed: COPY, TRUNCATE and what else takes a table fails'],
    },
  ],
  allows: [{ name: 'one that is renamed at once', before, after, renames: [{ ...rename, online: false }] }],
})
