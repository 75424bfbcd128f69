import { columnsMovedLive } from '../../src/hazards/columns-moved-live.ts'
import { column, foreignKey, moved, schema, table } from '../support/schemas.ts'
import { testRule } from './test-rule.ts'

const id = column('id', 'bigint', { nullable: false })
const street = column('street', 'text')
const people = (...columns: readonly (typeof id)[]): ReturnType<typeof table> =>
  table('people', [id, ...columns], { primaryKey: { name: 'people_pkey', columns: ['id'] } })
const addresses = table('addresses', [id, street], {
  primaryKey: { name: 'addresses_pkey', columns: ['id'] },
  foreignKeys: [foreignKey('addresses_id_fkey', ['id'], 'people')],
})

testRule(columnsMovedLive, {
  reports: [
    {
      name: 'a column that goes to a new table',
      before: schema([people(street)]),
      after: schema([people(), addresses]),
      moves: moved(['addresses.street', 'people.street']),
      messages: ['people.street is addresses.street from here on'],
    },
    {
      name: 'a table that goes into another one',
      before: schema([people(), addresses]),
      after: schema([people(street)]),
      moves: moved(['people.street', 'addresses.street']),
      messages: ['addresses.street is people.street from here on'],
    },
  ],
  allows: [
    {
      name: 'a column that goes while one of the same name comes elsewhere',
      before: schema([people(street)]),
      after: schema([people(), addresses]),
    },
  ],
})
