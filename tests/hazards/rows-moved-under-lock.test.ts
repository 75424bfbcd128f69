import { rowsMovedUnderLock } from '../../src/hazards/rows-moved-under-lock.ts'
import type { Schema } from '../../src/model/schema.ts'
import { schema } from '../support/schemas.ts'
import { column, inPublic, table } from '../support/tables.ts'
import { large, small, testRule } from './test-rule.ts'

/** Two partitions that meet at some size. */
const things = (at: number): Schema =>
  schema([
    table('things', [column('size', 'integer')], { partitionBy: { strategy: 'range', keys: ['size'] } }),
    part('low', `FROM (MINVALUE) TO (${at})`, `size < ${at}`),
    part('high', `FROM (${at}) TO (MAXVALUE)`, `size >= ${at}`),
  ])

function part(name: string, bound: string, proof: string): Schema['tables'][number] {
  return table(name, [], { partitionOf: { table: inPublic('things'), bound: `FOR VALUES ${bound}`, proof } })
}

const alone = (to: number): Schema => ({ ...things(10), tables: things(to).tables.slice(0, 2) })

testRule(rowsMovedUnderLock, {
  reports: [
    {
      name: 'partitions that trade bounds',
      before: things(10),
      after: things(20),
      sizes: { things: large },
      messages: ['rows of things are moved under a lock'],
    },
  ],
  allows: [
    { name: 'a small table', before: things(10), after: things(20), sizes: { things: small } },
    { name: 'one partition that changes its bound', before: alone(10), after: alone(20), sizes: { things: large } },
  ],
})
