import { describe, expect, test } from 'vitest'
import { diff } from '../../src/diff/diff.ts'
import { probableRenames } from '../../src/diff/probable-renames.ts'
import { type Desired, sourceKey } from '../../src/model/desired.ts'
import type { Diagnostic } from '../../src/model/diagnostic.ts'
import type { Schema } from '../../src/model/schema.ts'
import { desired, schema } from '../support/schemas.ts'
import { column, inPublic, table } from '../support/tables.ts'

function questions(before: Schema, after: Schema, specs: Partial<Desired> = {}): Diagnostic[] {
  return probableRenames(diff(before, after).changes, desired(after, specs))
}

const people = (...columns: [string, string][]): Schema =>
  schema([table('people', [column('id', 'bigint'), ...columns.map(([name, type]) => column(name, type))])])

describe('a column', () => {
  test('that comes while one of its type goes is asked about, with the line to add', () => {
    const position = { file: 'shop.yaml', line: 7, column: 5, length: 5 }
    const sources = new Map([[sourceKey('column', inPublic('people'), 'phone'), position]])
    expect(questions(people(['tel', 'text']), people(['phone', 'text']), { sources })).toEqual([
      {
        id: 'ambiguous-rename',
        severity: 'error',
        message: 'column people.phone is new and tel of the same type text goes: is it a rename?',
        help: 'add `renamed_from: tel` to keep the data, or `renamed_from: null` if it is a new column (the old one is then put aside)',
        position,
        sqlState: null,
      },
    ])
  })

  test('names every one that it may have been', () => {
    const [first] = questions(people(['tel', 'text'], ['fax', 'text']), people(['phone', 'text']))
    expect(first?.message).toContain('tel, fax of the same type')
  })

  test('of another type, of another table, or declared to be new is not', () => {
    expect(questions(people(['tel', 'text']), people(['phone', 'bigint']))).toEqual([])
    const two = (first: string[], second: string[]): Schema =>
      schema([
        table(
          'a',
          first.map((name) => column(name, 'text')),
        ),
        table(
          'b',
          second.map((name) => column(name, 'text')),
        ),
      ])
    expect(questions(two(['x', 'k'], ['k']), two(['k'], ['y', 'k']))).toEqual([])
    const notRenamed = [{ table: inPublic('people'), column: 'phone' }]
    expect(questions(people(['tel', 'text']), people(['phone', 'text']), { notRenamed })).toEqual([])
  })

  test('that is computed holds nothing that could be lost', () => {
    const computed = (name: string): Schema =>
      schema([
        table('people', [
          column('id', 'bigint'),
          column(name, 'text', { generated: { expression: "'x'", stored: true } }),
        ]),
      ])
    expect(questions(computed('a'), computed('b'))).toEqual([])
    expect(questions(people(['a', 'text']), computed('b'))).toEqual([])
  })
})

describe('a table', () => {
  const shaped = (name: string, ...columns: string[]): Schema =>
    schema([
      table(
        name,
        columns.map((one) => column(one, 'text')),
      ),
    ])

  test('that comes while one with its columns goes is asked about', () => {
    const [first, ...rest] = questions(shaped('clients', 'a', 'b'), shaped('customers', 'b', 'a'))
    expect(rest).toEqual([])
    expect(first).toMatchObject({
      id: 'ambiguous-rename',
      message: 'table customers is new and clients with the same columns goes: is it a rename?',
      help: expect.stringContaining('`renamed_from: clients`') as string,
    })
  })

  test('with other columns, or declared to be new, is not', () => {
    expect(questions(shaped('clients', 'a', 'b'), shaped('customers', 'a'))).toEqual([])
    const notRenamed = [{ table: inPublic('customers'), column: null }]
    expect(questions(shaped('clients', 'a'), shaped('customers', 'a'), { notRenamed })).toEqual([])
  })
})
