import { indexRowSize } from '../../src/hazards/index-row-size.ts'
import type { Table } from '../../src/model/table.ts'
import type { Schema } from '../../src/model/schema.ts'
import { schema } from '../support/schemas.ts'
import { column, index, table } from '../support/tables.ts'
import { testRule } from './test-rule.ts'

const things = (indexes: Table['indexes']): Schema =>
  schema([table('things', [column('data', 'jsonb'), column('tags', 'text[]'), column('name', 'text')], { indexes })])

testRule(indexRowSize, {
  reports: [
    {
      name: 'a B-tree of documents and lists',
      before: things([]),
      after: things([index('things_idx', ['name', 'data', 'tags'])]),
      messages: ['things_idx of things is a B-tree of data (jsonb), tags (text[])'],
    },
  ],
  allows: [
    { name: 'text', before: things([]), after: things([index('things_idx', ['name'])]) },
    { name: 'another method', before: things([]), after: things([index('things_idx', ['data'], { method: 'gin' })]) },
  ],
})
