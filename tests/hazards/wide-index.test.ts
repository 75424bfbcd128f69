import { wideIndex } from '../../src/hazards/wide-index.ts'
import type { Table } from '../../src/model/table.ts'
import type { Schema } from '../../src/model/schema.ts'
import { schema } from '../support/schemas.ts'
import { column, index, table } from '../support/tables.ts'
import { testRule } from './test-rule.ts'

const names = ['a', 'b', 'c', 'd']
const things = (indexes: Table['indexes']): Schema =>
  schema([
    table(
      'things',
      names.map((name) => column(name, 'integer')),
      { indexes },
    ),
  ])

testRule(wideIndex, {
  reports: [
    {
      name: 'four key columns',
      before: things([]),
      after: things([index('things_idx', names)]),
      messages: ['things_idx of things has 4 key columns'],
    },
    {
      name: 'of a table that is new as well',
      before: schema([]),
      after: things([index('things_idx', names)]),
      messages: ['things_idx of things has 4 key columns'],
    },
  ],
  allows: [
    { name: 'three', before: things([]), after: things([index('things_idx', names.slice(1))]) },
    { name: 'a unique one', before: things([]), after: things([index('things_key', names, { unique: true })]) },
    { name: 'another method', before: things([]), after: things([index('things_idx', names, { method: 'brin' })]) },
  ],
})
