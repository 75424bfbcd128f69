import { exclusionBuild } from '../../src/hazards/exclusion-build.ts'
import type { Exclusion } from '../../src/model/constraint.ts'
import type { Schema } from '../../src/model/schema.ts'
import type { Table } from '../../src/model/table.ts'
import { schema } from '../support/schemas.ts'
import { column, table } from '../support/tables.ts'
import { testRule } from './test-rule.ts'

const columns = [column('room', 'int4range', { nullable: false }), column('during', 'tsrange', { nullable: false })]
const stays = (rest: Partial<Table>): Schema => schema([table('stays', columns, rest)])
const plain = { order: 'asc', nulls: 'last', collation: null, opclass: null } as const
const apart: Exclusion = {
  name: 'apart',
  method: 'gist',
  elements: [{ on: { column: 'during' }, ...plain, operator: '&&' }],
  where: null,
  deferrable: 'no',
}
const large = { sizes: { stays: { rows: 1_000_000, bytes: 100_000_000 } } }
const small = { sizes: { stays: { rows: 10, bytes: 8_192 } } }
const key = { primaryKey: { name: 'stays_pkey', columns: ['room', 'during'], withoutOverlaps: true as const } }

testRule(exclusionBuild, {
  reports: [
    {
      name: 'an exclusion on a large table',
      before: stays({}),
      after: stays({ exclusions: [apart] }),
      ...large,
      messages: ['the index of apart is built while stays is locked'],
    },
    {
      name: 'another one in its place',
      before: stays({ exclusions: [apart] }),
      after: stays({ exclusions: [{ ...apart, where: 'room is not null' }] }),
      ...large,
      messages: ['the index of apart is built while stays is locked'],
    },
    {
      name: 'a key without overlaps',
      before: stays({}),
      after: stays(key),
      ...large,
      messages: ['the index of stays_pkey is built while stays is locked'],
    },
  ],
  allows: [
    { name: 'a small table', before: stays({}), after: stays({ exclusions: [apart] }), ...small },
    { name: 'a new table', before: schema([]), after: stays({ exclusions: [apart] }), ...large },
    { name: 'one that goes', before: stays({ exclusions: [apart] }), after: stays({}), ...large },
    {
      name: 'a plain key',
      before: stays({}),
      after: stays({ primaryKey: { name: 'stays_pkey', columns: ['room', 'during'] } }),
      ...large,
    },
  ],
})
