import { columnsMovedLive } from '../../src/hazards/columns-moved-live.ts'
import { moved, schema } from '../support/schemas.ts'
import { column, foreignKey, table } from '../support/tables.ts'
import { large, testRule } from './test-rule.ts'

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
    {
      name: 'one of a large table whose new place has more than a view could show',
      before: schema([people(street)]),
      after: schema([people(), { ...addresses, columns: [...addresses.columns, column('note', 'text')] }]),
      moves: moved(['addresses.street', 'people.street']),
      sizes: { people: large },
      messages: [
        'people.street is addresses.street from here on; not online, since addresses has the column note besides',
      ],
    },
    {
      name: 'one whose rows are told apart by nothing but what the specs say',
      before: schema([people(), { ...addresses, primaryKey: null }]),
      after: schema([people(street)]),
      moves: moved(['people.street', 'addresses.street']).map((hint) => ({
        ...hint,
        match: [{ from: 'id', to: 'id' }],
      })),
      sizes: { people: large },
      messages: [
        'addresses.street is people.street from here on; not online, since nothing keeps id unique in addresses at every moment',
      ],
    },
    {
      name: 'one with a default, which new rows would get',
      before: schema([people({ ...street, default: "'none'" })]),
      after: schema([people(), addresses]),
      moves: moved(['addresses.street', 'people.street']),
      sizes: { people: large },
      messages: [
        'people.street is addresses.street from here on; not online, since people.street has a default, which every new row gets',
      ],
    },
  ],
  allows: [
    {
      name: 'a column of a large table, beside the application',
      before: schema([people(street)]),
      after: schema([people(), addresses]),
      moves: moved(['addresses.street', 'people.street']),
      sizes: { people: large },
    },
    {
      name: 'a column that goes while one of the same name comes elsewhere',
      before: schema([people(street)]),
      after: schema([people(), addresses]),
    },
  ],
})
