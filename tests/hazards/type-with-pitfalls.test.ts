import { sqlite } from '../../src/dialects/sqlite/dialect.ts'
import { typeWithPitfalls } from '../../src/hazards/type-with-pitfalls.ts'
import type { Column } from '../../src/model/column.ts'
import type { Schema } from '../../src/model/schema.ts'
import { schema } from '../support/schemas.ts'
import { column, table } from '../support/tables.ts'
import { testRule } from './test-rule.ts'

const things = (...columns: Column[]): Schema => schema([table('things', [column('id', 'bigint'), ...columns])])

testRule(typeWithPitfalls, {
  reports: [
    {
      name: 'each of a new table',
      before: schema([]),
      after: things(column('a', 'json'), column('b', 'character(3)'), column('c', 'money')),
      messages: [
        'things.a is json: json keeps text, has no equality and no index: jsonb; ' +
          'things.b is character(3): it is filled up with blanks, which comparisons forget: text with a check on the length; ' +
          'things.c is money: its fraction depends on lc_monetary: numeric',
      ],
    },
    {
      name: 'a new column',
      before: things(),
      after: things(column('at', 'timestamp(3) without time zone')),
      messages: ['things.at is timestamp(3) without time zone: it does not say which moment it is: timestamptz'],
    },
    {
      name: 'a column that becomes one',
      before: things(column('a', 'jsonb')),
      after: things(column('a', 'json')),
      messages: ['things.a is json: json keeps text, has no equality and no index: jsonb'],
    },
  ],
  allows: [
    {
      name: 'what is usual',
      before: schema([]),
      after: things(
        ...[
          'jsonb',
          'text',
          'character varying(20)',
          'timestamp with time zone',
          'time without time zone',
          'integer',
        ].map((type, position) => column(`c${position}`, type)),
      ),
    },
    {
      name: 'what is there already',
      before: things(column('a', 'json')),
      after: things(column('a', 'json'), column('b', 'text')),
    },
    {
      name: 'SQLite, which has none of these',
      dialect: sqlite,
      before: schema([]),
      after: things(column('a', 'json')),
    },
  ],
})
