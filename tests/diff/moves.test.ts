import { describe, expect, test } from 'vitest'
import { matchMoves, type Moves } from '../../src/diff/moves.ts'
import type { Column } from '../../src/model/column.ts'
import type { MoveHint } from '../../src/model/desired.ts'
import { emptySchema, type Schema } from '../../src/model/schema.ts'
import type { Table } from '../../src/model/table.ts'
import { desired, moved, schema } from '../support/schemas.ts'
import { column, foreignKey, table, unique } from '../support/tables.ts'

const id = column('id', 'bigint', { nullable: false })
const street = column('street', 'text')
const people = (...columns: readonly Column[]): Table =>
  table('people', [id, ...columns], { primaryKey: { name: 'people_pkey', columns: ['id'] } })
const addresses = (...columns: readonly Column[]): Table =>
  table('addresses', [column('person', 'bigint', { nullable: false }), ...columns], {
    primaryKey: { name: 'addresses_pkey', columns: ['person'] },
    foreignKeys: [foreignKey('addresses_person_fkey', ['person'], 'people')],
  })
const there = moved(['addresses.street', 'people.street'])
const back = moved(['people.street', 'addresses.street'])

function match(actual: Schema, wanted: Schema, moves: readonly MoveHint[]): Moves {
  return matchMoves(desired(wanted, { moves }), actual, wanted)
}

function complaints(actual: Schema, wanted: Schema, moves: readonly MoveHint[]): string[] {
  const found = match(actual, wanted, moves)
  expect(found.moves).toEqual([])
  return found.diagnostics.map(({ id: code, message, help }) => `${code}: ${message}: ${help ?? ''}`)
}

function pairs(found: Moves): unknown[] {
  expect(found.diagnostics).toEqual([])
  return found.moves.map(({ table: { name }, move }) => [name, move.isSplit, move.match])
}

describe('a hint with work to do', () => {
  test('splits a table along the foreign key of the new one', () => {
    expect(pairs(match(schema([people(street)]), schema([people(), addresses(street)]), there))).toEqual([
      ['people', true, [{ from: 'id', to: 'person' }]],
    ])
  })

  test('merges a table along its own foreign key, whether it stays or goes', () => {
    const merged = ['people', false, [{ from: 'person', to: 'id' }]]
    const before = schema([people(), addresses(street)])
    expect(pairs(match(before, schema([people(street)]), back))).toEqual([merged])
    expect(pairs(match(before, schema([people(street), addresses()]), back))).toEqual([merged])
  })

  test('takes a unique key of required columns, and what match says, for one to one', () => {
    const withUnique = (nullable: boolean): Table =>
      table('addresses', [id, column('person', 'bigint', { nullable }), street], {
        primaryKey: { name: 'addresses_pkey', columns: ['id'] },
        uniques: [unique('addresses_person_key', ['person'])],
        foreignKeys: [foreignKey('addresses_person_fkey', ['person'], 'people')],
      })
    expect(pairs(match(schema([people(), withUnique(false)]), schema([people(street)]), back))).toEqual([
      ['people', false, [{ from: 'person', to: 'id' }]],
    ])
    expect(complaints(schema([people(), withUnique(true)]), schema([people(street)]), back)).toEqual([
      'move-match: no foreign key whose columns are a key says which rows of addresses and people belong together, one to one; addresses_person_fkey does not, since person can be null: write it, if it is so: `moved_from: { column: addresses.street, match: { id: person } }`',
    ])
    const said = back.map((hint) => ({ ...hint, match: [{ from: 'person', to: 'id' }] }))
    expect(pairs(match(schema([people(), withUnique(true)]), schema([people(street)]), said))).toHaveLength(1)
  })
})

test('a hint that is history, or of a new database, has nothing to do', () => {
  const wanted = schema([people(), addresses(street)])
  expect(match(wanted, wanted, there)).toEqual({ moves: [], diagnostics: [] })
  expect(match(emptySchema, wanted, there)).toEqual({ moves: [], diagnostics: [] })
})

describe('a hint that is wrong says so', () => {
  test('with neither or both of the columns', () => {
    const wanted = schema([people(), addresses(street)])
    expect(complaints(schema([people()]), wanted, there)).toEqual([
      'move-unmatched: column addresses.street says moved_from: people.street, but the database has neither: correct the old name, or remove moved_from if this is new',
    ])
    expect(complaints(schema([people(street), addresses(street)]), wanted, there)).toEqual([
      'move-both-exist: column addresses.street says moved_from: people.street, but the database has both: decide which one holds the data: remove moved_from and declare both, or drop one of them',
    ])
  })

  test('with nothing that says which rows belong together', () => {
    const loose = { ...addresses(street), foreignKeys: [] }
    expect(complaints(schema([people(street)]), schema([people(), loose]), there)).toEqual([
      'move-match: no foreign key whose columns are a key says which rows of people and addresses belong together, one to one: declare one, or write which columns are equal in rows that belong together: `moved_from: { column: people.street, match: { <of addresses>: <of people> } }`',
    ])
  })

  test('with a foreign key of many rows to one', () => {
    const many: Table = { ...addresses(id, street), primaryKey: { name: 'addresses_pkey', columns: ['id'] } }
    expect(complaints(schema([people(street)]), schema([people(), many]), there)).toEqual([
      'move-match: no foreign key whose columns are a key says which rows of people and addresses belong together, one to one; addresses_person_fkey does not, since several rows can have the same person: make person of addresses required, and its primary key or unique',
    ])
  })

  test('out of a table that goes, to more than one', () => {
    const zip = column('zip', 'text')
    const clients = (...columns: readonly Column[]): Table =>
      table('clients', [id, ...columns], { primaryKey: { name: 'clients_pkey', columns: ['id'] } })
    const also: Table = {
      ...addresses(street, zip),
      foreignKeys: [...addresses().foreignKeys, foreignKey('addresses_client_fkey', ['person'], 'clients')],
    }
    const hints = moved(['people.street', 'addresses.street'], ['clients.zip', 'addresses.zip'])
    const wanted = [people(street), clients(zip)]
    const actual = schema([people(), clients(), also])
    const found = match(actual, schema(wanted), hints)
    expect(found.diagnostics.map(({ message, help }) => `${message}: ${help ?? ''}`)).toEqual([
      'addresses goes, and its columns go to more than one table: keep addresses in the specs with the columns that go to all but one of them, and take those in a later plan',
    ])
    expect(match(actual, schema([...wanted, addresses()]), hints).diagnostics).toEqual([])
  })

  test('with a match that is none', () => {
    const said = (from: string, to: string): readonly MoveHint[] =>
      there.map((hint) => ({ ...hint, match: [{ from, to }] }))
    const wanted = schema([people(), addresses(street, column('note', 'bigint'))])
    expect(complaints(schema([people(street)]), wanted, said('nr', 'person'))[0]).toContain('people.nr')
    expect(complaints(schema([people(street)]), wanted, said('id', 'note'))[0]).toContain('note does not tell the rows')
  })

  test('with both ways of going', () => {
    const zip = column('zip', 'text')
    const hints = moved(['addresses.street', 'people.street'], ['addresses.zip', 'people.zip'])
    const said = hints.map((hint, index) => ({ ...hint, online: index === 0 }))
    expect(complaints(schema([people(street, zip)]), schema([people(), addresses(street, zip)]), said)).toEqual([
      'move-online: columns of addresses that come from people say both online: true and online: false: say it once: it holds for all of them',
    ])
  })

  test('with values that cannot go as they are', () => {
    const wanted = schema([people(), addresses(street)])
    const number = schema([people(column('street', 'integer'))])
    expect(complaints(number, wanted, there)[0]).toContain('it is integer there and text here')
    const computed = schema([people(column('street', 'text', { generated: { expression: "'a'", stored: true } }))])
    expect(complaints(computed, wanted, there)[0]).toContain('computed or counted')
    const withDefault = (value: string): Schema => schema([people({ ...street, default: value })])
    const before = schema([people(), addresses(street)])
    expect(complaints(before, withDefault('CURRENT_TIMESTAMP'), back)[0]).toContain('is another value each time')
    expect(complaints(before, withDefault('gen_random_uuid()'), back)[0]).toContain('is another value each time')
    expect(match(before, withDefault("'now()'::character varying(10)"), back).diagnostics).toEqual([])
  })
})
