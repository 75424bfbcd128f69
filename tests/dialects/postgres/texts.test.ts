import { describe, expect, test } from 'vitest'
import { postgres } from '../../../src/dialects/postgres/dialect.ts'
import { isOneExpression, trimParentheses } from '../../../src/dialects/postgres/trim-parentheses.ts'
import type { Change } from '../../../src/model/change.ts'
import { emptySchema } from '../../../src/model/schema.ts'
import { postgresMajors } from '../../support/databases.ts'
import { foreignKey, named, withDatabase } from './samples.ts'
import { column, table } from '../../support/tables.ts'

describe('trimParentheses', () => {
  test.each([
    ['(a > 0)', 'a > 0'],
    [' ( ((a)) ) ', 'a'],
    ['(a) or (b)', '(a) or (b)'],
    [`(a = ')')`, `a = ')'`],
    [`('(') || (')')`, `('(') || (')')`],
    [`("x)" > $$)$$)`, `"x)" > $$)$$`],
    [`(a = $q$)$x$($q$)`, `a = $q$)$x$($q$`],
    [`(a /* ) */ )`, `a /* ) */`],
    [`(E'\\')')`, `E'\\')'`],
    ['(a', '(a'],
    ['', ''],
  ])('%s', (from, to) => {
    expect(trimParentheses(from)).toBe(to)
  })
})

describe('isOneExpression', () => {
  test.each(['a > 0', `a = ';' and "b;" = $$;$$`, `(a) -- ;\n > 1`, `e'\\';' <> ''`, '/* ; */ a', `name_e'x'`])(
    'takes %s',
    (text) => {
      expect(isOneExpression(text)).toBe(true)
    },
  )

  test.each([
    '1); drop table t; --',
    'a; b',
    `'open`,
    '"open',
    '(a',
    'a)',
    'a -- end',
    '/* open',
    '/* /* */ ; */ a',
    `x_e'\\'; drop table t; --'`,
    `xe'\\'; select '`,
    '$a$ ; $b$',
    `'\\'; drop table t; --'`,
    'a\u0000b',
  ])('refuses %s', (text) => {
    expect(isOneExpression(text)).toBe(false)
  })
})

describe.each(postgresMajors().map((major) => ({ major })))('types of PostgreSQL $major', ({ major }) => {
  test('are spelled like format_type spells them', () =>
    withDatabase(major, async (session) => {
      const types = [
        ...postgres.types.known,
        'INT',
        'Int4',
        'varchar(20)',
        'VARCHAR ( 20 )',
        'character varying(5)',
        'char',
        'char(5)',
        'character',
        'bpchar(4)',
        'bit',
        'bit(3)',
        'varbit(7)',
        'bit varying',
        'decimal',
        'decimal(10)',
        'numeric(10, 2)',
        'numeric( 5 ,0)',
        ...(major >= 15 ? ['numeric(3,-2)'] : []),
        'dec(4,1)',
        'float',
        'float(1)',
        'float(24)',
        'float(25)',
        'double  precision',
        'timestamp',
        'timestamp(3)',
        'timestamp with time zone',
        'timestamp (3) without time zone',
        'timestamptz(2)',
        'time',
        'time(1) with time zone',
        'timetz',
        'interval',
        'interval(3)',
        'interval year to month',
        'interval day to second(2)',
        'interval second(1)',
        'text[]',
        'varchar(20)[]',
        'int[3]',
        'int[][]',
        'integer ARRAY',
        'int array[4]',
        'timestamptz[]',
        'numeric(10,2)[]',
        'pg_catalog.int4',
        'pg_catalog."char"',
        '"char"',
        'nchar(3)',
        'national character varying(3)',
        'char varying(2)',
      ]
      const wrong: string[] = []
      for (const type of types) {
        const ours = postgres.types.canonical(type)
        await session.scratch(async () => {
          await session.execute(`create temporary table x (a ${type})`)
          const [row] = await session.query(
            `select format_type(atttypid, atttypmod) as type from pg_attribute where attrelid = 'x'::regclass and attname = 'a'`,
          )
          if (row?.['type'] !== ours) wrong.push(`${type}: ${ours}, not ${String(row?.['type'])}`)
          if (ours !== null && postgres.types.canonical(ours) !== ours) wrong.push(`${ours} is not kept`)
        })
      }
      expect(wrong).toEqual([])
    }))
})

test('types that only a server knows, and what is none, are left open', () => {
  for (const type of [
    'mood',
    'public.mood',
    '"Int4"',
    'serial',
    'int(11)',
    'text(5)',
    'float(99)',
    'timestamp(3,4)',
    'interval week',
    '',
    'mood[]',
    'hstore',
    'varchar(a)',
  ]) {
    expect([type, postgres.types.canonical(type)]).toEqual([type, null])
  }
  expect(postgres.types.fidelity('text')).toBeNull()
})

test('lower takes foreign keys out of the creation and removal of tables, and nothing else', () => {
  const key = foreignKey('f', ['a'], 'other', ['id'])
  const one = table('t', [column('a', 'integer')], { foreignKeys: [key] })
  const bare = { ...one, foreignKeys: [] }
  const rename: Change = { kind: 'rename_table', from: named('x'), to: named('y') }
  const changes: Change[] = [{ kind: 'create_table', table: one }, rename, { kind: 'drop_table', table: one }]
  expect(
    postgres.lower(changes, {
      actual: emptySchema,
      desired: emptySchema,
      serverVersion: '18.1',
      found: emptySchema,
      gate: 'manual',
      isLarge: () => false,
    }),
  ).toEqual([
    { kind: 'create_table', table: bare },
    { kind: 'add_foreign_key', table: one.name, definition: key },
    rename,
    { kind: 'drop_foreign_key', table: one.name, definition: key },
    { kind: 'drop_table', table: bare },
  ])
})

test('facts follow the version', () => {
  const of = (version: string): boolean[] => [
    postgres.facts(version).setExpression,
    postgres.facts(version).unprovenNotNull,
  ]
  expect([of('14.23'), of('17.1'), of('18beta1')]).toEqual([
    [false, false],
    [true, false],
    [true, true],
  ])
})

test('failures of any shape are sorted', () => {
  const of = (code: string): string => postgres.failure(Object.assign(new Error('m'), { code, detail: 'd' })).kind
  expect(['23505', '22012', '08006', '57P01', '42501', '40001', '57014', '55P03', 'XX000', '53400'].map(of)).toEqual([
    'data',
    'data',
    'lost',
    'lost',
    'privilege',
    'conflict',
    'cancelled',
    'lock',
    'other',
    'other',
  ])
  expect(postgres.failure(Object.assign(new Error('m'), { code: 'ECONNRESET', syscall: 'read' })).kind).toBe('lost')
  const silent = { code: null, message: 'boom', detail: null, kind: 'other', hint: null, entry: null, about: [] }
  expect(postgres.failure('boom')).toEqual(silent)
  const fields = {
    detail: 'Key (a)=(1)',
    schema: 'public',
    table: 't',
    constraint: 't_key',
    where: 'function f() line 1',
  }
  expect(postgres.failure(Object.assign(new Error('m'), { code: '23505', ...fields }))).toMatchObject({
    detail: 'Key (a)=(1)',
    about: ['constraint t_key of public.t', 'function f() line 1'],
    entry: { name: 'unique_violation' },
  })
})
