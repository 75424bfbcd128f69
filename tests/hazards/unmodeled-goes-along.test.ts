import { unmodeledGoesAlong } from '../../src/hazards/unmodeled-goes-along.ts'
import type { Schema } from '../../src/model/schema.ts'
import { schema } from '../support/schemas.ts'
import { column, inPublic, table } from '../support/tables.ts'
import { testRule } from './test-rule.ts'

const people = table('people', [column('id', 'bigint'), column('phone', 'text')])

const published: Schema = {
  ...schema([people]),
  unmodeled: [
    { kind: 'publication', name: inPublic('feed'), table: inPublic('people'), sql: null },
    { kind: 'rule', name: inPublic('quiet'), table: inPublic('people'), sql: null },
    { kind: 'rule', name: inPublic('other'), table: inPublic('others'), sql: null },
  ],
}

testRule(unmodeledGoesAlong, {
  reports: [
    {
      name: 'a published table that goes',
      before: published,
      after: schema([]),
      messages: ['people takes along its publication feed, rule quiet, which Reconcile does not model'],
    },
    {
      name: 'one that is renamed',
      before: published,
      after: schema([{ ...people, name: inPublic('members') }]),
      renames: [{ table: inPublic('members'), column: null, from: 'people' }],
      messages: ['people takes along its publication feed, rule quiet, which Reconcile does not model'],
    },
    {
      name: 'one that becomes a partition',
      before: published,
      after: schema([
        { ...people, partitionBy: { strategy: 'hash', keys: ['id'] } },
        table('people_0', [], {
          partitionOf: { table: inPublic('people'), bound: 'FOR VALUES WITH (modulus 1, remainder 0)', proof: '' },
        }),
      ]),
      partitioned: [{ table: inPublic('people'), holder: inPublic('people_0') }],
      messages: ['people takes along its publication feed, rule quiet, which Reconcile does not model'],
    },
  ],
  allows: [
    {
      name: 'a column that goes from it',
      before: published,
      after: schema([table('people', [column('id', 'bigint')])]),
    },
    { name: 'a table with nothing else on it', before: schema([people]), after: schema([]) },
  ],
})
