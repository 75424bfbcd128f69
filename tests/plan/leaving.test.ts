import { expect, test } from 'vitest'
import { leavingBehind } from '../../src/plan/leaving.ts'
import { schema } from '../support/schemas.ts'
import { column, inPublic, table } from '../support/tables.ts'

const id = column('id', 'bigint')
const note = column('note', 'text')

test('what has another name afterwards, or none', () => {
  const before = schema([
    table('archive', [id]),
    table('customers', [id, note, column('points', 'integer'), column('_rq_1_fax', 'text')]),
    table('orders', [id, note]),
  ])
  const after = schema([
    table('customers', [id, column('remark', 'text'), column('points', 'bigint')]),
    table('orders', [id, note, column('more', 'text')]),
    table('purchases', [id]),
  ])
  expect(leavingBehind({ before, schema: after })).toEqual({
    tables: [inPublic('archive')],
    columns: [{ table: inPublic('customers'), column: 'note' }],
    routines: [],
  })
})

test('columns of partitions and heirs, unless they keep them as their own', () => {
  const parent = table('events', [id, note])
  const heir = (name: string, columns = [] as (typeof id)[]) => table(name, columns, { inherits: [inPublic('events')] })
  const before = schema([parent, heir('events_1'), heir('events_2', [note]), heir('events_3')])
  const after = schema([
    table('events', [id]),
    heir('events_1'),
    heir('events_2', [note]),
    table('events_3', [id, note]),
  ])
  expect(leavingBehind({ before, schema: after }).columns).toEqual([
    { table: inPublic('events'), column: 'note' },
    { table: inPublic('events_1'), column: 'note' },
  ])
})

test('nothing, where things only come or change', () => {
  const before = schema([table('customers', [id])])
  expect(leavingBehind({ before, schema: schema([table('customers', [{ ...id, type: 'integer' }, note])]) })).toEqual({
    tables: [],
    columns: [],
    routines: [],
  })
})
