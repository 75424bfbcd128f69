import { rowsBeyondBound } from '../../src/hazards/rows-beyond-bound.ts'
import type { Schema } from '../../src/model/schema.ts'
import { schema } from '../support/schemas.ts'
import { column, inPublic, table } from '../support/tables.ts'
import { testRule } from './test-rule.ts'

const plain = schema([table('things', [column('size', 'integer')])])

/** The table as the partition of what takes its name. */
const things = (bound: string, proof: string): Schema =>
  schema([
    table('things', [column('size', 'integer')], { partitionBy: { strategy: 'range', keys: ['size'] } }),
    table('low', [], { partitionOf: { table: inPublic('things'), bound, proof } }),
  ])

const partitioned = [{ table: inPublic('things'), holder: inPublic('low') }]

testRule(rowsBeyondBound, {
  reports: [
    {
      name: 'a table that is to have the rows of one partition',
      before: plain,
      after: things('FOR VALUES FROM (MINVALUE) TO (10)', 'size < 10'),
      partitioned,
      messages: ['things takes only rows FROM (MINVALUE) TO (10) until it is partitioned'],
    },
    {
      name: 'one that is to have what others do not take',
      before: plain,
      after: things('DEFAULT', 'not (size < 10)'),
      partitioned,
      messages: ['things takes only rows that belong to none of its new partitions until it is partitioned'],
    },
  ],
  allows: [
    { name: 'the default partition that is the only one', before: plain, after: things('DEFAULT', ''), partitioned },
    {
      name: 'a partition that changes its bound',
      before: things('FOR VALUES FROM (MINVALUE) TO (10)', 'size < 10'),
      after: things('FOR VALUES FROM (MINVALUE) TO (20)', 'size < 20'),
    },
  ],
})
