import { integrityRemoved } from '../../src/hazards/integrity-removed.ts'
import type { Schema } from '../../src/model/schema.ts'
import type { Table } from '../../src/model/table.ts'
import { schema } from '../support/schemas.ts'
import { check, column, foreignKey, index, inPublic, table, unique } from '../support/tables.ts'
import { testRule } from './test-rule.ts'

const columns = [column('id', 'bigint', { nullable: false }), column('points', 'integer')]
const people = (rest: Partial<Table>): Schema => schema([table('people', columns, rest)])
const bare = people({})

/** A table with a partition: the keys of both. */
function parted({ whole, part }: { whole?: readonly string[]; part?: readonly string[] }): Schema {
  const key = (name: string, of?: readonly string[]): Table['primaryKey'] =>
    of === undefined ? null : { name, columns: of }
  const required = [column('id', 'bigint', { nullable: false }), column('points', 'integer', { nullable: false })]
  return schema([
    table('people', required, {
      partitionBy: { strategy: 'range', keys: ['id'] },
      primaryKey: key('people_pkey', whole),
    }),
    table('people_low', [], {
      partitionOf: { table: inPublic('people'), bound: 'FOR VALUES FROM (MINVALUE) TO (10)', proof: 'id < 10' },
      primaryKey: key('people_low_pkey', part),
    }),
  ])
}

testRule(integrityRemoved, {
  reports: [
    {
      name: 'a check',
      before: people({ checks: [check('points_not_negative', 'points >= 0')] }),
      after: bare,
      messages: ['people no longer enforces points_not_negative'],
    },
    {
      name: 'a unique constraint',
      before: people({ uniques: [unique('people_id_key', ['id'])] }),
      after: bare,
      messages: ['people no longer enforces people_id_key'],
    },
    {
      name: 'a primary key',
      before: people({ primaryKey: { name: 'people_pkey', columns: ['id'] } }),
      after: bare,
      messages: ['people no longer enforces people_pkey'],
    },
    {
      name: 'a foreign key',
      before: people({
        uniques: [unique('people_id_key', ['id'])],
        foreignKeys: [foreignKey('people_points_fkey', ['points'], 'people')],
      }),
      after: people({ uniques: [unique('people_id_key', ['id'])] }),
      messages: ['people no longer enforces people_points_fkey'],
    },
    {
      name: 'a check that is only written down from now on',
      before: people({ checks: [check('points_not_negative', 'points >= 0')] }),
      after: people({ checks: [check('points_not_negative', 'points >= 0', { validated: false, enforced: false })] }),
      messages: ['people no longer enforces points_not_negative'],
    },
    {
      name: 'a key of a partition that gives way to another one for the whole',
      before: parted({ part: ['id'] }),
      after: parted({ whole: ['id', 'points'] }),
      messages: ['people_low no longer enforces people_low_pkey'],
    },
  ],
  allows: [
    {
      name: 'a key of a partition that becomes part of the same one for the whole',
      before: parted({ part: ['id', 'points'] }),
      after: parted({ whole: ['id', 'points'] }),
    },
    {
      name: 'a rule that is replaced',
      before: people({ checks: [check('points_not_negative', 'points >= 0')] }),
      after: people({ checks: [check('points_not_negative', 'points >= -1')] }),
    },
    {
      name: 'a rule that comes',
      before: bare,
      after: people({ checks: [check('points_not_negative', 'points >= 0')] }),
    },
    {
      name: 'a rule that is replaced',
      before: people({ checks: [check('points_not_negative', 'points >= 0')] }),
      after: people({ checks: [check('points_not_negative', 'points > 0')] }),
    },
    {
      name: 'an index that is no rule',
      before: people({ indexes: [index('people_points_idx', ['points'])] }),
      after: bare,
    },
  ],
})
