import { describe, expect, test } from 'vitest'
import { matchRenames, type Renames } from '../../src/diff/renames.ts'
import type { RenameHint } from '../../src/model/desired.ts'
import { emptySchema, type Schema } from '../../src/model/schema.ts'
import { desired, schema } from '../support/schemas.ts'
import { column, inPublic, table } from '../support/tables.ts'

const position = { file: 'shop.yaml', line: 3, column: 5, length: 12 }
const tableHint = (name: string, from: string): RenameHint => ({ table: inPublic(name), column: null, from, position })
const columnHint = (name: string, of: string, from: string): RenameHint => ({
  table: inPublic(name),
  column: of,
  from,
  position,
})
const people = (name: string, ...columns: string[]): Schema =>
  schema([
    table(
      name,
      columns.map((one) => column(one, 'text')),
    ),
    table('other', [column('a', 'text')]),
  ])

/** The specs declare `customers` and `other`. */
function match(actual: Schema, ...renames: RenameHint[]): Renames {
  return matchRenames(desired(people('customers', 'id'), { renames }), actual)
}

function complaints(actual: Schema, ...renames: RenameHint[]): string[] {
  const { renames: found, diagnostics } = match(actual, ...renames)
  expect(found).toEqual([])
  for (const one of diagnostics) expect(one).toMatchObject({ severity: 'error', position })
  return diagnostics.map(({ id, message }) => `${id}: ${message}`)
}

describe('a table', () => {
  test('still under its old name is renamed', () => {
    expect(match(people('clients', 'id'), tableHint('customers', 'clients'))).toEqual({
      renames: [{ table: inPublic('customers'), column: null, from: 'clients' }],
      partitioned: [],
      diagnostics: [],
    })
  })

  test('under its new name already: the hint is history', () => {
    expect(match(people('customers', 'id'), tableHint('customers', 'clients'))).toEqual({
      renames: [],
      partitioned: [],
      diagnostics: [],
    })
  })

  test('under neither name is a new one in a database that has no table of the specs yet', () => {
    expect(match(emptySchema, tableHint('customers', 'clients'))).toEqual({
      renames: [],
      partitioned: [],
      diagnostics: [],
    })
    expect(match(schema([table('spatial_ref_sys', [])]), tableHint('customers', 'clients'))).toEqual({
      renames: [],
      partitioned: [],
      diagnostics: [],
    })
  })

  test('under neither name beside other tables of the specs: a hint that matches nothing', () => {
    expect(complaints(people('somebody', 'id'), tableHint('customers', 'clients'))).toEqual([
      'rename-unmatched: table customers says renamed_from: clients, but the database has neither',
    ])
  })

  test('under both names is for the user to decide', () => {
    const both = schema([table('clients', []), table('customers', [])])
    expect(complaints(both, tableHint('customers', 'clients'))).toEqual([
      'rename-both-exist: table customers says renamed_from: clients, but the database has both',
    ])
  })

  test('of another schema with the old name is another table', () => {
    const elsewhere = schema([table({ schema: 'crm', name: 'clients' }, [])])
    expect(match(elsewhere, tableHint('customers', 'clients'))).toEqual({
      renames: [],
      partitioned: [],
      diagnostics: [],
    })
  })
})

describe('a column', () => {
  test('still under its old name is renamed', () => {
    expect(match(people('customers', 'fio'), columnHint('customers', 'full_name', 'fio')).renames).toEqual([
      { table: inPublic('customers'), column: 'full_name', from: 'fio' },
    ])
  })

  test('of a table that is renamed too comes after it, whatever the order of the hints', () => {
    const hints = [columnHint('customers', 'full_name', 'fio'), tableHint('customers', 'clients')]
    expect(match(people('clients', 'fio'), ...hints)).toEqual({
      renames: [
        { table: inPublic('customers'), column: null, from: 'clients' },
        { table: inPublic('customers'), column: 'full_name', from: 'fio' },
      ],
      partitioned: [],
      diagnostics: [],
    })
  })

  test('under its new name already, or of a table that is not there yet: nothing to do', () => {
    expect(match(people('customers', 'full_name'), columnHint('customers', 'full_name', 'fio'))).toEqual({
      renames: [],
      partitioned: [],
      diagnostics: [],
    })
    expect(match(emptySchema, columnHint('customers', 'full_name', 'fio'))).toEqual({
      renames: [],
      partitioned: [],
      diagnostics: [],
    })
  })

  test('under neither name is a hint that matches nothing', () => {
    expect(complaints(people('customers', 'id'), columnHint('customers', 'full_name', 'fio'))).toEqual([
      'rename-unmatched: column customers.full_name says renamed_from: fio, but the database has neither',
    ])
  })

  test('under both names is for the user to decide', () => {
    expect(complaints(people('customers', 'fio', 'full_name'), columnHint('customers', 'full_name', 'fio'))).toEqual([
      'rename-both-exist: column customers.full_name says renamed_from: fio, but the database has both',
    ])
  })
})

describe('a partition that says it was the whole table', () => {
  const whole = table('orders', [column('id', 'bigint')], { partitionBy: { strategy: 'hash', keys: ['id'] } })
  const part = table('orders_0', [], { partitionOf: { table: inPublic('orders'), bound: '', proof: '' } })
  const plain = table('orders', [column('id', 'bigint')])
  const found = (...tables: Schema['tables']): Renames =>
    matchRenames(desired(schema([whole, part]), { renames: [tableHint('orders_0', 'orders')] }), schema(tables))

  test('is the table as it is, while that is plain', () => {
    expect(found(plain)).toEqual({
      renames: [],
      partitioned: [{ table: inPublic('orders'), holder: inPublic('orders_0') }],
      diagnostics: [],
    })
  })

  test('is history once it is partitioned, whether or not that partition is there', () => {
    const nothing = { renames: [], partitioned: [], diagnostics: [] }
    expect(found(whole, part)).toEqual(nothing)
    expect(found(whole)).toEqual(nothing)
    expect(found()).toEqual(nothing)
  })

  test('beside a plain table of its name is for the user to decide', () => {
    expect(found(plain, { ...plain, name: inPublic('orders_0') }).diagnostics).toEqual([
      expect.objectContaining({ id: 'rename-both-exist' }),
    ])
  })
})

test('all complaints come at once', () => {
  const hints = [columnHint('customers', 'a', 'b'), columnHint('customers', 'c', 'd')]
  expect(complaints(people('customers', 'id'), ...hints)).toHaveLength(2)
})

test('a table and its columns say one thing about how, among those that are due', () => {
  const said = (hint: RenameHint, online: boolean): RenameHint => ({ ...hint, online })
  const table = said(tableHint('customers', 'clients'), true)
  const column = said(columnHint('customers', 'id', 'nr'), false)
  expect(match(people('clients', 'nr'), table, column).diagnostics).toMatchObject([
    {
      id: 'rename-online',
      message: 'column customers.id says online: false, and table customers the opposite',
      position,
    },
  ])
  expect(match(people('customers', 'nr'), table, column).diagnostics).toEqual([])
})
