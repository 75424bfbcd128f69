import { movedThroughView } from '../../src/hazards/moved-through-view.ts'
import { moved, schema } from '../support/schemas.ts'
import { column, foreignKey, table } from '../support/tables.ts'
import { large, small, testRule } from './test-rule.ts'

const id = column('id', 'bigint', { nullable: false })
const street = column('street', 'text')
const people = (...columns: readonly (typeof id)[]): ReturnType<typeof table> =>
  table('people', [id, ...columns], { primaryKey: { name: 'people_pkey', columns: ['id'] } })
const addresses = (...columns: readonly (typeof id)[]): ReturnType<typeof table> =>
  table('addresses', [id, street, ...columns], {
    primaryKey: { name: 'addresses_pkey', columns: ['id'] },
    foreignKeys: [foreignKey('addresses_id_fkey', ['id'], 'people')],
  })
const before = schema([people(street)])
const moves = moved(['addresses.street', 'people.street'])
const message =
  'addresses is a view until the gate is passed: INSERT … ON CONFLICT, COPY, TRUNCATE and what else takes a table fails'

testRule(movedThroughView, {
  reports: [
    {
      name: 'a column of a large table',
      before,
      after: schema([people(), addresses()]),
      moves,
      sizes: { people: large },
      messages: [message],
    },
    {
      name: 'a table that goes into another one, as the specs say',
      before: schema([people(), addresses()]),
      after: schema([people(street)]),
      moves: moved(['people.street', 'addresses.street']).map((hint) => ({ ...hint, online: true })),
      sizes: { people: small },
      messages: [message],
    },
  ],
  allows: [
    { name: 'a small table', before, after: schema([people(), addresses()]), moves, sizes: { people: small } },
    {
      name: 'what the specs want at once',
      before,
      after: schema([people(), addresses()]),
      moves: moves.map((hint) => ({ ...hint, online: false })),
      sizes: { people: large },
    },
    {
      name: 'a new table with a column that no view could show',
      before,
      after: schema([people(), addresses(column('note', 'text'))]),
      moves,
      sizes: { people: large },
    },
  ],
})
