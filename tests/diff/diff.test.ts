import { describe, expect, test } from 'vitest'
import { diff } from '../../src/diff/diff.ts'
import type { Column } from '../../src/model/column.ts'
import type { Recorded } from '../../src/model/recorded.ts'
import { emptySchema, type EnumType, type Schema } from '../../src/model/schema.ts'
import type { Table } from '../../src/model/table.ts'
import { backfill, schema } from '../support/schemas.ts'
import { check, column, foreignKey, index, inPublic, table, unique } from '../support/tables.ts'

const people = (columns: readonly Column[], rest: Partial<Table> = {}): Schema =>
  schema([table('people', columns, rest)])
const id = column('id', 'bigint', { nullable: false })
const kinds = (before: Schema, after: Schema): string[] => diff(before, after).changes.map(({ kind }) => kind)
const only = (one: Partial<Column>, rest: Partial<Table> = {}): Schema => people([column('a', 'text', one)], rest)

describe('tables', () => {
  test('come whole, go whole, and are sorted by name', () => {
    const changes = diff(schema([table('c', []), table('a', [])]), schema([table('d', []), table('b', [])])).changes
    expect(
      changes.map(
        (change) =>
          `${change.kind} ${'table' in change && 'name' in change.table ? String((change.table as Table).name.name) : ''}`,
      ),
    ).toEqual(['drop_table a', 'create_table b', 'drop_table c', 'create_table d'])
  })

  test("put aside are nobody's business any more", () => {
    expect(kinds(schema([table('_rq_12345678_old', [])]), emptySchema)).toEqual([])
  })

  test('have a comment of their own', () => {
    expect(diff(only({}), only({}, { comment: 'who they are' })).changes).toEqual([
      { kind: 'change_comment', on: { kind: 'table', name: inPublic('people') }, before: null, after: 'who they are' },
    ])
  })

  test('change their storage by a rebuild', () => {
    expect(kinds(only({}), only({}, { strict: true }))).toEqual(['rebuild_table'])
  })
})

describe('columns', () => {
  test('are not compared by their order', () => {
    const [a, b] = [column('a', 'text'), column('b', 'text')]
    expect(kinds(people([a, b]), people([b, a]))).toEqual([])
  })

  test('put aside stay where they are', () => {
    expect(kinds(people([id, column('_rq_12345678_old', 'text')]), people([id]))).toEqual([])
  })

  test.for<[string, Partial<Column>, Partial<Column>, string[]]>([
    ['a type', {}, { type: 'integer' }, ['change_type']],
    ['a type with its collation', {}, { type: 'integer', collation: '"C"' }, ['change_type']],
    ['a collation', {}, { collation: '"C"' }, ['change_collation']],
    ['a default', {}, { default: "'x'" }, ['change_default']],
    ['no default', { default: "'x'" }, {}, ['change_default']],
    ['required', {}, { nullable: false }, ['set_not_null']],
    ['relaxed', { nullable: false }, {}, ['drop_not_null']],
    ['identity', {}, { identity: 'always' }, ['change_identity']],
    ['identity instead of a default', { default: "nextval('s')" }, { identity: 'always' }, ['change_identity']],
    ['generated', {}, { generated: { expression: '1', stored: true } }, ['change_generated']],
    ['plain', { generated: { expression: '1', stored: true } }, {}, ['change_generated']],
    ['a comment', {}, { comment: 'x' }, ['change_comment']],
    [
      'everything',
      {},
      { type: 'integer', default: '1', nullable: false, comment: 'x' },
      ['change_type', 'change_default', 'set_not_null', 'change_comment'],
    ],
  ])('%s', ([, before, after, expected]) => {
    expect(kinds(only(before), only(after))).toEqual(expected)
  })

  test('carry both whole images, so that each operation sees the full picture', () => {
    const before = column('a', 'text')
    const after = column('a', 'integer', { default: '1' })
    expect(diff(people([before]), people([after])).changes).toEqual([
      { kind: 'change_type', table: inPublic('people'), before, after },
      { kind: 'change_default', table: inPublic('people'), before, after },
    ])
  })

  test('that are required and filled by nothing arrive nullable first (R3)', () => {
    const wanted = column('tier', 'integer', { nullable: false })
    expect(diff(people([id]), people([id, wanted])).changes).toEqual([
      { kind: 'add_column', table: inPublic('people'), column: { ...wanted, nullable: true } },
      { kind: 'set_not_null', table: inPublic('people'), before: { ...wanted, nullable: true }, after: wanted },
    ])
  })

  test.for<[string, Partial<Column>]>([
    ['a default', { default: '1' }],
    ['an identity', { identity: 'always' }],
    ['an expression', { generated: { expression: '1', stored: true } }],
  ])('that are required and filled by %s come at once', ([, rest]) => {
    expect(kinds(people([id]), people([id, column('tier', 'integer', { nullable: false, ...rest })]))).toEqual([
      'add_column',
    ])
  })
})

describe('constraints', () => {
  const key = (name: string, ...columns: string[]): Partial<Table> => ({ primaryKey: { name, columns } })

  test.for<[string, Partial<Table>, Partial<Table>, string[]]>([
    ['a primary key comes', {}, key('pk', 'a'), ['add_primary_key']],
    ['a primary key goes', key('pk', 'a'), {}, ['drop_primary_key']],
    ['a primary key over other columns', key('pk', 'a'), key('pk', 'a', 'b'), ['replace_primary_key']],
    ['a primary key in another order', key('pk', 'a', 'b'), key('pk', 'b', 'a'), ['replace_primary_key']],
    ['a primary key by another name', key('pk', 'a'), key('pk2', 'a'), ['rename_constraint']],
    [
      'a unique constraint by another name',
      { uniques: [unique('u', ['a'])] },
      { uniques: [unique('v', ['a'])] },
      ['rename_constraint'],
    ],
    [
      'a unique constraint of another shape',
      { uniques: [unique('u', ['a'])] },
      { uniques: [unique('u', ['a'], { nullsNotDistinct: true })] },
      ['replace_unique'],
    ],
    [
      'another unique constraint',
      { uniques: [unique('u', ['a'])] },
      { uniques: [unique('v', ['b'])] },
      ['drop_unique', 'add_unique'],
    ],
    [
      'a check by another name',
      { checks: [check('k', 'a > 0')] },
      { checks: [check('l', 'a > 0')] },
      ['rename_constraint'],
    ],
    [
      'another check by the same name',
      { checks: [check('k', 'a > 0')] },
      { checks: [check('k', 'a > 1')] },
      ['replace_check'],
    ],
    [
      'an unproven check',
      { checks: [check('k', 'a > 0', { validated: false })] },
      { checks: [check('k', 'a > 0')] },
      ['validate_constraint'],
    ],
    [
      'an unproven check by another name',
      { checks: [check('k', 'a > 0', { validated: false })] },
      { checks: [check('l', 'a > 0')] },
      ['rename_constraint', 'validate_constraint'],
    ],
    ['a check of ours that proves a NOT NULL', { checks: [check('_rq_12345678_a_not_null', 'a is not null')] }, {}, []],
    [
      'a foreign key with another action',
      { foreignKeys: [foreignKey('f', ['a'], 'people')] },
      { foreignKeys: [foreignKey('f', ['a'], 'people', { onDelete: 'cascade' })] },
      ['replace_foreign_key'],
    ],
    [
      'a foreign key by another name and unproven',
      { foreignKeys: [foreignKey('f', ['a'], 'people', { validated: false })] },
      { foreignKeys: [foreignKey('g', ['a'], 'people')] },
      ['rename_constraint', 'validate_constraint'],
    ],
    ['a foreign key comes', {}, { foreignKeys: [foreignKey('f', ['a'], 'people')] }, ['add_foreign_key']],
    ['a foreign key goes', { foreignKeys: [foreignKey('f', ['a'], 'people')] }, {}, ['drop_foreign_key']],
  ])('%s', ([, before, after, expected]) => {
    const columns = [column('a', 'integer'), column('b', 'integer')]
    expect(kinds(people(columns, before), people(columns, after))).toEqual(expected)
  })
})

describe('indexes', () => {
  const indexed = (...indexes: Table['indexes']): Schema => only({}, { indexes })

  test.for<[string, Schema, Schema, string[]]>([
    ['by another name', indexed(index('i', ['a'])), indexed(index('j', ['a'])), ['rename_index']],
    ['with a comment', indexed(index('i', ['a'])), indexed(index('i', ['a'], { comment: 'x' })), ['change_comment']],
    ['of another shape', indexed(index('i', ['a'])), indexed(index('i', ['a'], { unique: true })), ['replace_index']],
    [
      'broken and wanted: built again',
      indexed(index('i', ['a'], { valid: false })),
      indexed(index('i', ['a'])),
      ['create_index'],
    ],
    ['broken and not wanted', indexed(index('i', ['a'], { valid: false })), indexed(), ['drop_index']],
    [
      'broken under another name: no twin',
      indexed(index('i', ['a'], { valid: false })),
      indexed(index('j', ['a'])),
      ['drop_index', 'create_index'],
    ],
  ])('%s', ([, before, after, expected]) => {
    expect(kinds(before, after)).toEqual(expected)
  })
})

describe('enums', () => {
  const type = (labels: readonly string[], rest: Partial<EnumType> = {}): Schema =>
    schema([], [{ name: inPublic('status'), labels, comment: null, ...rest }])

  test('take labels anywhere', () => {
    expect(kinds(type(['a', 'c']), type(['a', 'b', 'c', 'd']))).toEqual(['extend_enum'])
  })

  test('are replaced by another type when one goes or moves', () => {
    expect(kinds(type(['a', 'b']), type(['a']))).toEqual(['replace_types'])
    expect(kinds(type(['a', 'b']), type(['b', 'a']))).toEqual(['replace_types'])
    expect(kinds(type(['a', 'b']), type(['a', 'c']))).toEqual(['replace_types'])
  })

  test('take a new label first when rows are to have it before the old one goes', () => {
    const { changes } = diff(
      { ...type(['a', 'b', 'c']), tables: only({}).tables },
      { ...type(['d', 'a', 'c']), tables: only({}).tables },
      [backfill('people', { a: "'d'" }, "a = 'b'")],
    )
    expect(changes).toMatchObject([
      { kind: 'extend_enum', after: { labels: ['d', 'a', 'b', 'c'] } },
      {
        kind: 'replace_types',
        types: [{ before: { labels: ['d', 'a', 'b', 'c'] }, after: { labels: ['d', 'a', 'c'] } }],
      },
      { kind: 'run_backfill' },
    ])
  })

  test('come, go and are commented on', () => {
    expect(kinds(emptySchema, type(['a']))).toEqual(['create_enum'])
    expect(kinds(type(['a']), emptySchema)).toEqual(['drop_enum'])
    expect(kinds(type(['a']), type(['a'], { comment: 'x' }))).toEqual(['change_comment'])
    expect(kinds(schema([], [{ name: inPublic('_rq_12345678_old'), labels: [], comment: null }]), emptySchema)).toEqual(
      [],
    )
  })
})

describe('backfills', () => {
  const rule = backfill('people', { a: '1' }, 'a is null')
  const done = (one: typeof rule): Recorded => ({ schema: emptySchema, backfills: [one], spellings: {} })
  const run = (recorded: Recorded | null, actual = only({})): string[] =>
    diff(actual, only({}), [rule], recorded).changes.map(({ kind }) => kind)

  test('run until they have been recorded with the same definition', () => {
    expect(run(null)).toEqual(['run_backfill'])
    expect(run(done(rule))).toEqual([])
    expect(run(done({ ...rule, where: 'a = 0' }))).toEqual(['run_backfill'])
    expect(run(done({ ...rule, set: [{ column: 'a', expression: '2' }] }))).toEqual(['run_backfill'])
    expect(run(done({ ...rule, name: 'another' }))).toEqual(['run_backfill'])
  })

  test('how fast one runs is no part of its definition', () => {
    expect(run(done({ ...rule, batch: { rows: 1, targetMs: 1 } }))).toEqual([])
  })

  test('have nothing to do in a table that comes now', () => {
    expect(run(null, emptySchema)).toEqual(['create_table'])
  })
})
