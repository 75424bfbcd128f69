import { untrackedCode } from '../../src/hazards/untracked-code.ts'
import type { Routine } from '../../src/model/objects/routine.ts'
import type { Schema } from '../../src/model/schema.ts'
import type { Table } from '../../src/model/table.ts'
import { routine } from '../support/objects.ts'
import { schema } from '../support/schemas.ts'
import { column, inPublic, table } from '../support/tables.ts'
import { testRule } from './test-rule.ts'

const people = (name = 'people'): Table => table(name, [column('id', 'bigint'), column('fax', 'text')])
const without = table('people', [column('id', 'bigint')])
const code = (text: string, kind: 'text' | 'sql' = 'text'): Routine =>
  routine('greet()', text, { body: { kind, text } })
const having = (tables: readonly Table[], code: Routine): Schema => ({ ...schema(tables), objects: [code] })
const speaks = code('select fax from people')

testRule(untrackedCode, {
  reports: [
    {
      name: 'a column that goes',
      before: having([people()], speaks),
      after: having([without], speaks),
      messages: ['function greet() still speaks of people.fax'],
    },
    {
      name: 'a column that is renamed',
      before: having([people()], speaks),
      after: having([table('people', [column('id', 'bigint'), column('fax_number', 'text')])], speaks),
      renames: [{ table: inPublic('people'), column: 'fax_number', from: 'fax' }],
      messages: ['function greet() still speaks of people.fax'],
    },
    {
      name: 'a table that is renamed',
      before: having([people()], speaks),
      after: having([people('customers')], speaks),
      renames: [{ table: inPublic('customers'), column: null, from: 'people' }],
      messages: ['function greet() still speaks of people'],
    },
    {
      name: 'a column that is renamed behind a view, once that goes',
      before: having([people()], speaks),
      after: having([table('people', [column('id', 'bigint'), column('fax_number', 'text')])], speaks),
      renames: [{ table: inPublic('people'), column: 'fax_number', from: 'fax', online: true }],
      messages: ['function greet() still speaks of people.fax'],
    },
  ],
  allows: [
    {
      name: 'a function that changes as well',
      before: having([people()], speaks),
      after: having([without], code('select 1 from people')),
    },
    {
      name: 'another table',
      before: having([people()], code('select fax from firms')),
      after: having([without], code('select fax from firms')),
    },
    {
      name: 'a name that is part of another',
      before: having([people()], code('select faxes from people')),
      after: having([without], code('select faxes from people')),
    },
  ],
})
