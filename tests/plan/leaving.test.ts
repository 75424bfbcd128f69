import { expect, test } from 'vitest'
import { leavingBehind } from '../../src/plan/leaving.ts'
import { column, inPublic, schema, table } from '../support/schemas.ts'

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

test('nothing, where things only come or change', () => {
  const before = schema([table('customers', [id])])
  expect(leavingBehind({ before, schema: schema([table('customers', [{ ...id, type: 'integer' }, note])]) })).toEqual({
    tables: [],
    columns: [],
    routines: [],
  })
})
