import { describe, expect, test } from 'vitest'
import { sqlite } from '../../src/dialects/sqlite/dialect.ts'
import { fingerprint } from '../../src/lib/fingerprint.ts'
import { sourceKey } from '../../src/model/desired.ts'
import { outline, planOf, schema } from '../support/schemas.ts'
import { check, column, foreignKey, index, inPublic, table, unique } from '../support/tables.ts'

const id = column('id', 'bigint', { nullable: false })
const key = { primaryKey: { name: 'people_pkey', columns: ['id'] } }
const before = schema([table('people', [id, column('phone', 'text')], key)])
const after = schema([
  table('orders', [id, column('owner', 'bigint')], {
    foreignKeys: [foreignKey('orders_owner_fkey', ['owner'], 'people')],
  }),
  table('people', [id, column('phone', 'text', { nullable: false }), column('tier', 'integer')], {
    ...key,
    uniques: [unique('people_phone_key', ['phone'])],
    checks: [check('tier_known', 'tier > 0')],
    indexes: [index('people_tier_idx', ['tier'])],
  }),
])

describe('the id', () => {
  test('is the hash of everything else but what the steps are expected to take', () => {
    const { id: name, ...content } = planOf(before, after)
    expect(name).toBe(fingerprint({ ...content, steps: content.steps.map(({ estimate: _, ...step }) => step) }))
    const counted = planOf(before, after, { sizes: { people: { rows: 10, bytes: 8192 } } })
    expect(counted.id).toBe(name)
    expect(counted.steps).not.toEqual(content.steps)
  })

  test('is the same for the same input, in whatever order tables and members come', () => {
    const shuffled = { ...after, tables: after.tables.toReversed() }
    expect(planOf(before, after)).toEqual(planOf(before, after))
    expect(planOf(before, shuffled).steps).not.toEqual([])
    expect(outline(planOf(before, shuffled))).toEqual(outline(planOf(before, after)))
  })

  test('is another for another schema, target version or gate', () => {
    const ids = [
      planOf(before, after),
      planOf(before, before),
      planOf(after, before),
      planOf(after, before, { gate: 'none' }),
      planOf(before, after, { serverVersion: '15.1' }),
    ].map((plan) => plan.id)
    expect(new Set(ids).size).toBe(ids.length)
  })
})

describe('steps', () => {
  test('are numbered by phase and position', () => {
    const numbers = planOf(before, after).steps.map(({ id: number }) => number)
    expect(numbers).toEqual(['1.1', '1.2', '1.3', '1.4', '1.5', '3.1', '3.2', '3.3', '3.4', '3.5'])
  })

  test('know the line of the spec they come from: the member, else its table', () => {
    const position = (line: number): { file: string; line: number; column: number; length: number } => ({
      file: 'shop.yaml',
      line,
      column: 1,
      length: 1,
    })
    const sources = new Map([
      [sourceKey('table', inPublic('people')), position(1)],
      [sourceKey('column', inPublic('people'), 'tier'), position(7)],
    ])
    const { steps } = planOf(before, after, { specs: { sources } })
    const lineOf = (title: string): number | undefined => steps.find((step) => step.title === title)?.source?.line
    expect(lineOf('add column people.tier')).toBe(7)
    expect(lineOf('create index people_tier_idx on people')).toBe(1)
    expect(lineOf('create table orders')).toBeUndefined()
  })
})

describe('the gate', () => {
  const without = schema([table('people', [id], key)])

  test('is there when an old application would notice what comes after it', () => {
    expect(planOf(before, without).gate).toBe(true)
  })

  test('is not there when it would not, or when the target wants none', () => {
    expect(planOf(before, after).gate).toBe(false)
    expect(planOf(before, without, { gate: 'none' }).gate).toBe(false)
  })
})

test('equal schemas make an empty plan, on both engines', () => {
  expect(planOf(after, after).steps).toEqual([])
  expect(planOf(after, after, { dialect: sqlite }).steps).toEqual([])
})

test('columns put aside by earlier plans are carried along and never touched', () => {
  const kept = column('_rq_12345678_old', 'text')
  const actual = schema([table('people', [id, column('phone', 'text'), kept], key)])
  expect(outline(planOf(actual, before))).toEqual([])
  const retyped = schema([table('people', [id, column('phone', 'integer')], key)])
  expect(outline(planOf(actual, retyped))).toHaveLength(1)
})
