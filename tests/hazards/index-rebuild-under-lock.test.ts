import { indexRebuildUnderLock } from '../../src/hazards/index-rebuild-under-lock.ts'
import { sqlite } from '../../src/dialects/sqlite/dialect.ts'
import type { Schema } from '../../src/model/schema.ts'
import { schema } from '../support/schemas.ts'
import { column, index, table } from '../support/tables.ts'
import { large, small, testRule } from './test-rule.ts'

const people = (collation: string | null): Schema =>
  schema([
    table('people', [column('id', 'bigint'), column('phone', 'text', { collation })], {
      indexes: [index('people_phone_idx', ['phone'])],
    }),
  ])
/** An operator class of the index is one of the old column. */
const byPattern = (collation: string | null): Schema => {
  const { keys, ...rest } = index('people_phone_idx', ['phone'])
  return schema([
    table('people', [column('phone', 'text', { collation })], {
      indexes: [{ ...rest, keys: keys.map((key) => ({ ...key, opclass: 'text_pattern_ops' })) }],
    }),
  ])
}
const bare = (collation: string | null): Schema => schema([table('people', [column('phone', 'text', { collation })])])

testRule(indexRebuildUnderLock, {
  reports: [
    {
      name: 'another collation of an indexed column that cannot be exchanged',
      before: byPattern(null),
      after: byPattern('"C"'),
      sizes: { people: large },
      messages: [
        'indexes of people are rebuilt under ACCESS EXCLUSIVE; not online, since not all that hangs on the column can be prepared on another one',
      ],
    },
  ],
  allows: [
    { name: 'columns that are exchanged', before: people(null), after: people('"C"'), sizes: { people: large } },
    { name: 'a small table', before: people(null), after: people('"C"'), sizes: { people: small } },
    { name: 'a column without an index', before: bare(null), after: bare('"C"'), sizes: { people: large } },
    {
      name: 'an index that is built CONCURRENTLY',
      before: bare(null),
      after: schema([table('people', [column('phone', 'text')], { indexes: [index('people_phone_idx', ['phone'])] })]),
      sizes: { people: large },
    },
    {
      name: 'SQLite, where every writer waits for every other anyway',
      dialect: sqlite,
      before: people(null),
      after: people('NOCASE'),
      sizes: { people: large },
    },
  ],
})
