import { replicaIdentityChanges } from '../../src/hazards/replica-identity-changes.ts'
import { type Table, usualTable } from '../../src/model/table.ts'
import type { Schema } from '../../src/model/schema.ts'
import { schema } from '../support/schemas.ts'
import { column, inPublic, table } from '../support/tables.ts'
import { testRule } from './test-rule.ts'

const key = { name: 'people_pkey', columns: ['id'] }
const people = (rest: Partial<Table>): Schema =>
  schema([table('people', [column('id', 'bigint', { nullable: false })], rest)])
const full = { ...usualTable, marks: { ...usualTable.marks, replicaIdentity: 'full' as const } }
const published = (of: Schema): Schema => ({
  ...of,
  unmodeled: [{ kind: 'publication', name: inPublic('all'), table: inPublic('people'), sql: null }],
})

testRule(replicaIdentityChanges, {
  reports: [
    {
      name: 'another identity',
      before: people({ primaryKey: key }),
      after: people({ primaryKey: key, physical: full }),
      messages: ['rows of people are told apart by something else from here on'],
    },
    {
      name: 'a key that goes from a published table',
      before: published(people({ primaryKey: key })),
      after: published(people({})),
      messages: ['the primary key of people goes, by which its rows are told apart for publications'],
    },
  ],
  allows: [
    { name: 'a key that goes where nothing is published', before: people({ primaryKey: key }), after: people({}) },
    {
      name: 'a key that goes from a table whose whole rows are told',
      before: published(people({ primaryKey: key, physical: full })),
      after: published(people({ physical: full })),
    },
  ],
})
