import { duplicateIndex } from '../../src/hazards/duplicate-index.ts'
import type { Table } from '../../src/model/table.ts'
import type { Schema } from '../../src/model/schema.ts'
import { schema } from '../support/schemas.ts'
import { column, index, table } from '../support/tables.ts'
import { testRule } from './test-rule.ts'

const columns = [column('id', 'bigint', { nullable: false }), column('name', 'text'), column('born', 'date')]
const people = (indexes: Table['indexes'], rest: Partial<Table> = {}): Schema =>
  schema([table('people', columns, { primaryKey: { name: 'people_pkey', columns: ['id', 'born'] }, indexes, ...rest })])
const byName = index('by_name', ['name'])

testRule(duplicateIndex, {
  reports: [
    {
      name: 'the same one under another name',
      before: people([byName]),
      after: people([byName, index('by_name_too', ['name'])]),
      messages: ['by_name_too of people does what by_name does already'],
    },
    {
      name: 'the first columns of a longer one',
      before: people([index('longer', ['name', 'born'])]),
      after: people([byName, index('longer', ['name', 'born'])]),
      messages: ['by_name of people does what longer does already'],
    },
    {
      name: 'the first columns of a key, with the table',
      before: schema([]),
      after: people([index('by_id', ['id'])]),
      messages: ['by_id of people does what people_pkey does already'],
    },
    {
      name: 'two of some of the rows',
      before: people([index('a', ['name'], { where: 'born is null' })]),
      after: people([index('a', ['name'], { where: 'born is null' }), index('b', ['name'], { where: 'born is null' })]),
      messages: ['b of people does what a does already'],
    },
  ],
  allows: [
    {
      name: 'columns that no other begins with',
      before: people([byName]),
      after: people([byName, index('by_born', ['born'])]),
    },
    {
      name: 'other rows, another method, or uniqueness',
      before: people([byName]),
      after: people([
        byName,
        index('few', ['name'], { where: 'born is null' }),
        index('hashed', ['name'], { method: 'hash' }),
        index('once', ['name'], { unique: true }),
      ]),
    },
    {
      name: 'what is there already',
      before: people([byName, index('b', ['name'])]),
      after: people([byName, index('b', ['name'])]),
    },
  ],
})
