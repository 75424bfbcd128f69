import { scanUnderLock } from '../../src/hazards/scan-under-lock.ts'
import { sqlite } from '../../src/dialects/sqlite/dialect.ts'
import type { Domain } from '../../src/model/objects/domain.ts'
import type { Schema } from '../../src/model/schema.ts'
import type { Table } from '../../src/model/table.ts'
import { domain } from '../support/objects.ts'
import { schema } from '../support/schemas.ts'
import { check, column, table } from '../support/tables.ts'
import { large, small, testRule } from './test-rule.ts'

const people = (type: string, rest: Partial<Table> = {}): Schema =>
  schema([table('people', [column('id', 'bigint'), column('phone', type)], rest)])
const checked = { checks: [check('phone_known', "phone <> ''")] }

function ofPhones(checks: Domain['checks']): Schema {
  return { ...people('public.phone'), objects: [domain('phone', { checks })] }
}

testRule(scanUnderLock, {
  reports: [
    {
      name: 'numbers for a column whose highest value no index knows',
      before: people('bigint', {}),
      after: schema([table('people', [column('id', 'bigint'), column('phone', 'bigint', { identity: 'by_default' })])]),
      sizes: { people: large },
      messages: ['people is read from end to end under a lock'],
    },
    {
      name: 'a wider type of a column with a check, which is tested again',
      before: people('character varying(20)', checked),
      after: people('character varying(40)', checked),
      sizes: { people: large },
      messages: ['people is read from end to end under a lock'],
    },
    {
      name: 'a rule of a domain, which is tested in every table that has columns of it',
      before: ofPhones([]),
      after: ofPhones([{ name: 'phone_short', expression: 'length(value) < 20', validated: true, comment: null }]),
      sizes: { people: large },
      messages: ['people is read from end to end under a lock'],
    },
  ],
  allows: [
    {
      name: 'a small table',
      before: people('character varying(20)', checked),
      after: people('character varying(40)', checked),
      sizes: { people: small },
    },
    {
      name: 'a wider type that only the catalog learns of',
      before: people('character varying(20)'),
      after: people('character varying(40)'),
      sizes: { people: large },
    },
    {
      name: 'a check that is validated beside the application',
      before: people('text'),
      after: people('text', checked),
      sizes: { people: large },
    },
    {
      name: 'NOT NULL that is proven beside the application',
      before: people('text'),
      after: schema([table('people', [column('id', 'bigint'), column('phone', 'text', { nullable: false })])]),
      sizes: { people: large },
    },
    {
      name: 'SQLite, where there is no other way',
      dialect: sqlite,
      before: people('text'),
      after: people('text', checked),
      sizes: { people: large },
    },
  ],
})
