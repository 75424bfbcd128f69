import { describe, expect, test } from 'vitest'
import { postgres } from '../../../src/dialects/postgres/dialect.ts'
import type { Row, Session } from '../../../src/dialects/session.ts'
import { compareText } from '../../../src/lib/compare.ts'
import type { Query } from '../../../src/model/statement.ts'
import { postgresMajors } from '../../support/databases.ts'
import { foreignKey, named, withDatabase } from './samples.ts'
import { check, column, table } from '../../support/tables.ts'

const { questions, quote } = postgres.words

const people = table(
  'people',
  [column('id', 'integer'), column('Full name', 'text'), column('parent', 'integer'), column('other', 'integer')],
  { primaryKey: { name: 'people_pkey', columns: ['id'] } },
)
const loose = table('loose', [column('a', 'text')])

describe.each(postgresMajors().map((major) => ({ major })))('questions on PostgreSQL $major', ({ major }) => {
  test('list the rows in the way', () =>
    withDatabase(major, async (session) => {
      await session.execute(`create table people (id int primary key, "Full name" text, parent int, other int);
        create table loose (a text); insert into loose values ('x'), (null);
        insert into people values (1, 'A', null, 1), (2, 'a', 1, null), (3, null, 9, 1), (4, null, 8, null)`)
      const answers: [Query, Row[]][] = [
        [questions.nulls(people, 'Full name'), [{ id: 3 }, { id: 4 }]],
        [questions.nulls(loose, 'a'), [{ ctid: '(0,2)' }]],
        [
          questions.duplicates(people, { name: 'k', keys: [quote('Full name')], where: null, nullsNotDistinct: false }),
          [],
        ],
        [
          questions.duplicates(people, { name: 'k', keys: [quote('Full name')], where: null, nullsNotDistinct: true }),
          [{ 'Full name': null, rows: 2 }],
        ],
        [
          questions.duplicates(people, {
            name: 'k',
            keys: ['lower("Full name")'],
            where: 'people.id < 3',
            nullsNotDistinct: false,
          }),
          [{ 'lower("Full name")': 'a', rows: 2 }],
        ],
        [
          questions.duplicates(people, { name: 'k', keys: ['other', 'id > 0'], where: null, nullsNotDistinct: false }),
          [{ other: 1, 'id > 0': true, rows: 2 }],
        ],
        [
          questions.orphans(people, foreignKey('f', ['parent'], 'people', ['id'])),
          [
            { id: 3, parent: 9 },
            { id: 4, parent: 8 },
          ],
        ],
        [
          questions.orphans(people, foreignKey('f', ['parent', 'other'], 'people', ['id', 'other'])),
          [{ id: 3, parent: 9, other: 1 }],
        ],
        [questions.violators(people, check('c', 'people.parent > 8')), [{ id: 2 }, { id: 4 }]],
        [questions.anyRow(named('loose')), [{ row: '(0,1)' }, { row: '(0,2)' }]],
        [questions.anyValue(named('loose'), column('a', 'text'), []), [{ row: '(0,1)', value: 'x' }]],
        [questions.anyValue(named('loose'), column('a', 'text'), [`'x'`]), []],
        [
          questions.anyValue(named('people'), column('parent', 'integer'), ['people.other', '8']),
          [
            { row: '(0,2)', value: 1 },
            { row: '(0,3)', value: 9 },
          ],
        ],
        [questions.rowCount(named('people')), [{ rows: '4' }]],
        [
          questions.unfilled({
            name: 'b',
            table: named('people'),
            set: [],
            where: 'people.other is null and "Full name" is null',
            batch: { rows: 1, targetMs: 1 },
          }),
          [{ row: '(0,4)' }],
        ],
      ]
      for (const [query, rows] of answers) {
        expect([query.sql, await session.query(query.sql)]).toEqual([query.sql, rows])
        expect([query.failure, query.help].every((text) => text.length > 0)).toBe(true)
      }
      await session.execute('insert into loose select null from generate_series(1, 100)')
      expect(await session.query(questions.nulls(loose, 'a').sql)).toHaveLength(20)
    }))

  test('enumUsed lists what is of the type, arrays too, and none of a type that is not there', () =>
    withDatabase(major, async (session) => {
      expect(await session.query(questions.enumUsed(named('mood')).sql)).toEqual([])
      await session.execute(
        `create type mood as enum ('a'); create type free as enum ('b'); create table t (m mood, l mood[], f int)`,
      )
      const rows = await session.query(questions.enumUsed(named('mood')).sql)
      expect(rows.map((row) => String(row['used_by'])).sort(compareText)).toEqual([
        'column l of table t',
        'column m of table t',
      ])
      expect(await session.query(questions.enumUsed(named('free')).sql)).toEqual([])
    }))

  /** from, to, values that come back, values that do not. */
  const conversions: [string, string, string[], string[]][] = [
    ['integer', 'bigint', ['1'], []],
    ['bigint', 'integer', ['1', '-2147483648', '2147483647'], ['2147483648', '-9223372036854775808']],
    ['numeric', 'integer', ['1', '-5'], ['1.5', '3000000000', 'NaN']],
    ['double precision', 'bigint', ['1', '-5'], ['1.5', '1e30']],
    ['integer', 'smallint', ['-32768'], ['40000']],
    ['numeric(10,4)', 'numeric(6,2)', ['9999.9900'], ['1.2345', '123456']],
    ['numeric(6,2)', 'numeric(8,3)', ['9999.99'], []],
    ['text', 'integer', ['0', '-7', '2147483647'], ['x', '', '007', ' 1', '2147483648', '9999999999', '1.0']],
    ['text', 'numeric', ['1.50', '-2'], ['x', '1e5', '01']],
    ['text', 'uuid', ['a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'], ['x', 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11']],
    ['text', 'boolean', ['true', 'false'], ['yes', '1']],
    ['text', 'character varying(3)', ['abc'], ['abcd', 'ab  ']],
    ['character varying(5)', 'character varying(9)', ['abcde'], []],
    ['text', 'character(3)', ['abc', 'a'], ['abcd', 'a ']],
    ['integer', 'text', ['1'], []],
    ['timestamp without time zone', 'date', ['2020-01-01 00:00:00'], ['2020-01-01 01:00:00']],
    ['timestamp without time zone', 'timestamp with time zone', ['2020-01-01 01:00:00'], []],
    [
      'timestamp without time zone',
      'timestamp(0) without time zone',
      ['2020-01-01 01:00:00'],
      ['2020-01-01 01:00:00.5'],
    ],
    ['json', 'jsonb', ['{"a": 1}'], ['{"a":1}', '{"a": 1, "a": 2}']],
    ['text', 'public.mood', ['sad'], ['Sad', 'x']],
    ['public.mood', 'text', ['sad'], []],
    ['public.mood', 'public.moods', ['sad'], ['happy']],
    ['boolean', 'integer', ['true'], []],
    ['integer', 'boolean', ['1'], ['2']],
    ['character(3)', 'text', ['a'], []],
    ['real', 'double precision', ['1.1'], []],
    ['text[]', 'integer[]', ['{1,2}'], ['{01}']],
  ]

  test('lostByConversion finds what would not come back, and nothing else', () =>
    withDatabase(major, async (session) => {
      await session.execute(`create type mood as enum ('sad', 'happy'); create type moods as enum ('sad')`)
      for (const [from, to, kept, lost] of conversions) {
        await session.execute(`drop table if exists t; create table t (id int primary key, v ${from})`)
        const values = [...kept, ...lost]
        for (const [position, value] of values.entries()) {
          await session.execute(`insert into t values ($1, $2::${from})`, [position, value])
        }
        await session.execute('insert into t values (100, null)')
        const now = table('t', [column('v', from)], { primaryKey: { name: 'p', columns: ['id'] } })
        const query = questions.lostByConversion(now, column('v', from), column('v', to))
        const rows = await session.query(query.sql)
        const found = rows.map(({ id }) => values[Number(id)] ?? 'NULL')
        expect([from, to, ...found.sort(compareText)]).toEqual([from, to, ...[...lost].sort(compareText)])
      }
    }))

  test('a conversion that loses nothing is not looked for', () => {
    const query = questions.lostByConversion(people, column('id', 'integer'), column('id', 'bigint'))
    expect(query.sql).not.toContain('people')
  })

  test('an enum that is not there yet takes every label, until it is there', () =>
    withDatabase(major, async (session) => {
      await session.execute(`create table loose (a text); insert into loose values ('x')`)
      const { sql } = questions.lostByConversion(loose, column('a', 'text'), column('a', 'crm."Mood"'))
      expect(await session.query(sql)).toEqual([])
      await session.execute(`create schema crm; create type crm."Mood" as enum ('y')`)
      expect(await session.query(sql)).toEqual([{ ctid: '(0,1)', value: 'x' }])
    }))

  test('duplicates, orphans and conversions need no lock that blocks anybody', () =>
    withDatabase(major, async (session) => {
      await session.execute('create table people (id int primary key, "Full name" text, parent int, other int)')
      const asked = [
        questions.duplicates(people, { name: 'k', keys: ['id'], where: null, nullsNotDistinct: false }),
        questions.orphans(people, foreignKey('f', ['parent'], 'people', ['id'])),
        questions.lostByConversion(people, column('Full name', 'text'), column('Full name', 'uuid')),
      ]
      expect(await strongestLock(session, asked)).toEqual(['AccessShareLock'])
    }))

  test('there is nothing to check for a rebuild', () => {
    expect(() => questions.rebuildChecks(people, [], () => undefined)).toThrow(/in place/)
  })
})

async function strongestLock(session: Session, asked: readonly Query[]): Promise<unknown[]> {
  const modes: unknown[] = []
  await session.scratch(async () => {
    for (const { sql } of asked) await session.query(sql)
    const rows = await session.query(
      `select distinct mode from pg_locks where relation = 'people'::regclass and pid = pg_backend_pid()`,
    )
    modes.push(...rows.map(({ mode }) => mode))
  })
  return modes
}
