import { describe, expect, test } from 'vitest'
import type { Column } from '../../src/model/column.ts'
import type { Schema } from '../../src/model/schema.ts'
import type { Table } from '../../src/model/table.ts'
import { outline, planOf, schema } from '../support/schemas.ts'
import { check, column, foreignKey, index, inPublic, table, unique } from '../support/tables.ts'

const id = column('id', 'bigint', { nullable: false })
const code = column('code', 'text', { nullable: false })
const key = { primaryKey: { name: 'people_pkey', columns: ['id'] } }

function people(type: string, rest: Partial<Table> = {}): Schema {
  return schema([table('people', [id, column('size', type), column('name', 'text')], { ...key, ...rest })])
}

describe('a new type makes the old rule go first: it reads the column as its old type', () => {
  test('a check', () => {
    const before = people('text', { checks: [check('size_known', "size <> ''")] })
    const after = people('integer', { checks: [check('size_known', 'size > 0')] })
    expect(outline(planOf(before, after))).toEqual([
      'contract: drop check size_known on people',
      'contract: change type of people.size from text to integer',
      'contract: add check size_known on people for new rows',
      'contract: validate check size_known on people',
    ])
  })

  test('an index with a predicate', () => {
    const before = people('text', { indexes: [index('people_idx', ['id'], { where: "size <> ''" })] })
    const after = people('integer', { indexes: [index('people_idx', ['id'], { where: 'size > 0' })] })
    expect(outline(planOf(before, after))).toEqual([
      'contract: drop index people_idx on people',
      'contract: change type of people.size from text to integer',
      'contract: create index people_idx on people',
    ])
  })

  test('but not a rule about another column, which is replaced in one go', () => {
    const before = people('text', { checks: [check('name_known', "name <> ''")] })
    const after = people('integer', { checks: [check('name_known', "name <> '-'")] })
    expect(outline(planOf(before, after))[0]).toBe('expand: replace check name_known on people for new rows')
  })
})

describe('a foreign key that stays lets go of a key that is built anew, and comes back', () => {
  const orders = table('orders', [id, column('code', 'text')], {
    foreignKeys: [
      foreignKey('orders_code_fkey', ['code'], 'people', {
        references: { table: inPublic('people'), columns: ['code'] },
      }),
    ],
  })
  const parent = (columns: readonly Column[], rest: Partial<Table>): Schema =>
    schema([orders, table('people', columns, rest)])
  const steps = [
    'contract: create unique index KEY on people',
    'contract: drop foreign key orders_code_fkey on orders',
    'contract: replace unique people_code_key on people',
    'contract: add foreign key orders_code_fkey on orders for new rows',
    'contract: validate foreign key orders_code_fkey on orders',
  ]

  test('a unique constraint of another kind', () => {
    const plan = planOf(
      parent([id, code], { uniques: [unique('people_code_key', ['code'])] }),
      parent([id, code], { uniques: [unique('people_code_key', ['code'], { nullsNotDistinct: true })] }),
    )
    const found = outline(plan).map((step) => step.replace(/_rq_\w+/, 'KEY'))
    expect(found.toSorted()).toEqual(steps.toSorted())
    const at = (text: string): number => found.findIndex((step) => step.includes(text))
    expect(at('drop foreign key')).toBeLessThan(at('replace unique'))
    expect(at('replace unique')).toBeLessThan(at('add foreign key'))
  })

  test('not a key of other columns', () => {
    const uniques = [unique('people_code_key', ['code'])]
    const plan = planOf(
      parent([id, code], { ...key, uniques }),
      parent([id, code], { primaryKey: { name: 'people_pkey', columns: ['id', 'code'] }, uniques }),
    )
    expect(outline(plan).filter((step) => step.includes('foreign key'))).toEqual([])
  })
})

test('a default that fits only the new type goes before the old type comes back', () => {
  const of = (type: string, fallback: string): Schema =>
    schema([table('people', [column('size', type, { default: fallback })])])
  const { steps } = planOf(of('text', "'none'::text"), of('integer', '0'))
  const back = steps
    .toReversed()
    .flatMap(({ inverse }) => (inverse.action.kind === 'ddl' ? inverse.action.statements : []))
  const sql = back.map((one) => one.sql).filter((one) => !one.startsWith('analyze'))
  expect(sql[0]).toBe('alter table public.people alter column size drop default')
  expect(sql.at(-1)).toBe("alter table public.people alter column size set default 'none'::text")
})
