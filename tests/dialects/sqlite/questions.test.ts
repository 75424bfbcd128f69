import { describe, expect, it } from 'vitest'
import { questions } from '../../../src/dialects/sqlite/words/questions.ts'
import { foreignKey, main, memory, table, tableNamed } from './tables.ts'
import { check, column } from '../../support/tables.ts'

async function values(type: string, ...written: readonly string[]): Promise<Awaited<ReturnType<typeof memory>>> {
  return memory(
    `create table t (id integer primary key, c ${type})`,
    ...written.map((value) => `insert into t (c) values (${value})`),
  )
}

describe('lostByConversion', () => {
  it.each([
    [
      'text',
      'integer',
      ["'7'", "'-12'", 'null', "'9223372036854775807'"],
      ["'007'", "'abc'", "'12abc'", "'1.5'", "' 5'", "'99999999999999999999'", "x'01'", "''"],
    ],
    ['integer', 'text', ['1', 'null', '-9223372036854775808'], ["x'01'"]],
    ['real', 'integer', ['1.0', '-3.0', 'null'], ['1.5', '1e300']],
    ['integer', 'real', ['1', '9007199254740992'], ['9007199254740993']],
    ['text', 'real', ["'1.5'", "'-2.25'"], ["'1.50'", "'x'", "'1'"]],
    ['text', 'numeric', ["'1.5'", "'7'"], ["'1.50'", "'x'"]],
    ['text', 'blob', ["'x'", 'null', "'007'"], []],
    ['varchar(20)', 'text', ["'x'", "'007'"], []],
  ])('%s to %s', async (from, to, kept, lost) => {
    const session = await values(from, ...kept, ...lost)
    const found = await tableNamed(session, 't')
    const { sql } = questions.lostByConversion(found, column('c', from), column('c', to))
    const offenders = await session.query(sql)
    expect(offenders.map(({ id }) => id)).toEqual(lost.map((_, at) => kept.length + at + 1))
  })
})

describe('questions', () => {
  it('list the offenders by their key', async () => {
    const session = await memory(
      'create table p (id integer primary key)',
      'create table t (id integer primary key, "N m" int, k int)',
      'insert into p values (1)',
      'insert into t values (1, 1, null), (2, 1, 2), (3, null, 1), (4, null, null)',
    )
    const t = await tableNamed(session, 't')
    const duplicates = { name: 'u', keys: ['"N m"'], where: null, nullsNotDistinct: false }
    const asked = [
      questions.nulls(t, 'N m'),
      questions.duplicates(t, duplicates),
      questions.duplicates(t, { ...duplicates, nullsNotDistinct: true }),
      questions.duplicates(t, { ...duplicates, where: 'k > 5' }),
      questions.orphans(t, foreignKey('f', ['k'], 'p', ['id'])),
      questions.violators(t, check('c', '"N m" > 1 or k = 1')),
      questions.anyRow(main('t')),
      questions.anyValue(main('t'), column('k', 'integer'), []),
      questions.rowCount(main('t')),
      questions.unfilled({
        name: 'b',
        table: main('t'),
        set: [],
        where: 't.k is null',
        batch: { rows: 1, targetMs: 1 },
      }),
      questions.unfilled({ name: 'b', table: main('t'), set: [], where: 'k = 99', batch: { rows: 1, targetMs: 1 } }),
    ]
    const answers = await Promise.all(asked.map(({ sql }) => session.query(sql)))
    expect(answers).toEqual([
      [{ id: 3 }, { id: 4 }],
      [{ 'N m': 1, rows: 2 }],
      [
        { 'N m': null, rows: 2 },
        { 'N m': 1, rows: 2 },
      ],
      [],
      [{ id: 2, k: 2 }],
      // A check that is NULL is met.
      [{ id: 2 }],
      [{ row: 1 }],
      [{ row: 1 }],
      [{ rows: 4 }],
      [{ 'rows, at least': 2 }],
      [],
    ])
  })

  it('tell rows without a key by their position', async () => {
    const session = await memory('create table t (a int)', 'insert into t values (1), (null)')
    expect(await session.query(questions.nulls(table('t', [column('a', 'int')]), 'a').sql)).toEqual([{ row: 2 }])
  })
})
