import fc from 'fast-check'
import { expect, test } from 'vitest'
import { postgres } from '../../src/dialects/postgres/dialect.ts'
import { sqlite } from '../../src/dialects/sqlite/dialect.ts'
import { isQuarantined, quarantineSchema } from '../../src/model/name.ts'
import { emptySchema } from '../../src/model/schema.ts'
import type { PlanContext } from '../../src/operations/operation.ts'
import { quarantinedTable, quarantinedValues, quarantineName } from '../../src/operations/quarantine-name.ts'
import { contextOf } from '../support/simulate.ts'

const context: PlanContext = contextOf(postgres, '18.4', emptySchema, emptySchema, [])

test('says which plan and what', () => {
  expect(quarantineName(context, 'phone')).toMatch(/^_rq_deadbeef_[0-9a-f]{6}_phone$/)
})

test('is cut to 63 bytes between characters, never within one', () => {
  const rest = (name: string): string => quarantineName(context, name).replace(/^_rq_deadbeef_[0-9a-f]{6}_/, '')
  expect(rest('x'.repeat(80))).toBe('x'.repeat(43))
  expect(rest('ж'.repeat(63))).toBe('ж'.repeat(21))
  expect(rest('x🙂'.repeat(20))).toBe(`${'x🙂'.repeat(8)}x`)
  expect(rest(`${'x'.repeat(42)}🙂`)).toBe('x'.repeat(42))
})

test('what differs only after the cut, or stands in another schema or table, has a name of its own', () => {
  const long = 'x'.repeat(60)
  expect(quarantineName(context, `${long}1`)).not.toBe(quarantineName(context, `${long}2`))
  expect(quarantinedTable(context, { schema: 'crm', name: 't' })).not.toEqual(
    quarantinedTable(context, { schema: 'public', name: 't' }),
  )
  expect(quarantinedValues(context, { schema: 'public', name: 'a' }, 'up')).not.toEqual(
    quarantinedValues(context, { schema: 'crm', name: 'a' }, 'up'),
  )
})

test('whatever the name, PostgreSQL keeps the whole of it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 63 }), (name) => {
      const kept = quarantineName(context, name)
      expect(Buffer.byteLength(kept)).toBeLessThanOrEqual(63)
      expect(isQuarantined(kept)).toBe(true)
      // A lone surrogate would come back from the server as another name.
      expect(kept.isWellFormed()).toBe(name.isWellFormed())
    }),
  )
})

test('a table goes into a schema of its own where there are schemas', () => {
  const name = { schema: 'crm', name: 'people' }
  expect(quarantinedTable(context, name)).toEqual({
    schema: quarantineSchema,
    name: expect.stringMatching(/^_rq_deadbeef_[0-9a-f]{6}_people$/),
  })
  const onSqlite = contextOf(sqlite, '3.53.2', emptySchema, emptySchema, [])
  expect(quarantinedTable(onSqlite, { schema: 'main', name: 'people' })).toEqual({
    schema: 'main',
    name: expect.stringMatching(/_people$/),
  })
})
