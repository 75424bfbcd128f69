import fc from 'fast-check'
import { expect, test } from 'vitest'
import { postgres } from '../../src/dialects/postgres/dialect.ts'
import { sqlite } from '../../src/dialects/sqlite/dialect.ts'
import { isQuarantined, quarantineSchema } from '../../src/model/name.ts'
import { emptySchema } from '../../src/model/schema.ts'
import type { PlanContext } from '../../src/operations/operation.ts'
import { quarantinedTable, quarantineName } from '../../src/operations/quarantine-name.ts'
import { contextOf } from '../support/simulate.ts'

const context: PlanContext = contextOf(postgres, '18.4', emptySchema, emptySchema, [])

test('says which plan and what', () => {
  expect(quarantineName(context, 'phone')).toBe('_rq_deadbeef_phone')
})

test('is cut to 63 bytes between characters, never within one', () => {
  expect(quarantineName(context, 'x'.repeat(80))).toBe(`_rq_deadbeef_${'x'.repeat(50)}`)
  expect(quarantineName(context, 'ж'.repeat(63))).toBe(`_rq_deadbeef_${'ж'.repeat(25)}`)
  expect(quarantineName(context, 'x🙂'.repeat(20))).toBe(`_rq_deadbeef_${'x🙂'.repeat(10)}`)
  expect(quarantineName(context, `${'x'.repeat(49)}🙂`)).toBe(`_rq_deadbeef_${'x'.repeat(49)}`)
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
  expect(quarantinedTable(context, name)).toEqual({ schema: quarantineSchema, name: '_rq_deadbeef_people' })
  const onSqlite = contextOf(sqlite, '3.53.2', emptySchema, emptySchema, [])
  expect(quarantinedTable(onSqlite, { schema: 'main', name: 'people' })).toEqual({
    schema: 'main',
    name: '_rq_deadbeef_people',
  })
})
