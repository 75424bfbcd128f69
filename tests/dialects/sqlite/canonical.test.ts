import { followRename } from '../../../src/model/object-rename.ts'
import { describe, expect, it } from 'vitest'
import { canonical } from '../../../src/dialects/sqlite/canonical.ts'
import type { SqliteSession } from '../../../src/dialects/sqlite/connect.ts'
import { compareText } from '../../../src/lib/compare.ts'
import { introspect } from '../../../src/dialects/sqlite/introspect.ts'
import type { CanonicalOutput } from '../../../src/dialects/dialect.ts'
import type { Rename } from '../../../src/model/rename.ts'
import type { Table } from '../../../src/model/table.ts'
import { foreignKey, index, main, memory, table } from './tables.ts'
import { check, column, unique } from '../../support/tables.ts'

function byText(a: readonly string[], b: readonly string[]): number {
  return compareText(a.join(' '), b.join(' '))
}

async function ask(
  session: SqliteSession,
  tables: readonly Table[],
  renames: readonly Rename[] = [],
): Promise<CanonicalOutput> {
  const actual = await introspect(session)
  return canonical(session, {
    desired: { tables, enums: [], objects: [], unmodeled: [], quarantined: [] },
    actual,
    renames,
    recorded: null,
  })
}

describe('canonical', () => {
  it('spells the desired tables as the engine gives them back', async () => {
    const session = await memory()
    const written = table(
      't',
      [
        column('id', 'integer', { nullable: false, identity: 'always', comment: 'gone' }),
        column('n', 'text', { default: "( 'x' )", collation: 'NOCASE', generated: null }),
        column('g', 'text', { generated: { expression: '( LOWER( "n" ) ) -- why', stored: false } }),
      ],
      {
        comment: 'gone',
        primaryKey: { name: 't_pkey', columns: ['id'] },
        uniques: [unique('t_n_key', ['n'])],
        checks: [check('short', '(LENGTH(n)<5)')],
        foreignKeys: [foreignKey('later', ['n'], 'not_yet', ['x'], { deferrable: 'initially_immediate' })],
        indexes: [
          index('i', ['n'], {
            where: '(N IS NOT NULL)',
            keys: [{ on: { column: 'n' }, order: 'asc', nulls: 'last', collation: 'nocase', opclass: null }],
          }),
        ],
      },
    )
    const { desired, rejected, spellings } = await ask(session, [written])
    expect(rejected).toEqual([])
    expect(desired.tables).toEqual([
      table(
        't',
        [
          column('id', 'integer', { nullable: false, identity: 'by_default' }),
          column('n', 'text', { default: "'x'", collation: 'nocase' }),
          column('g', 'text', { generated: { expression: 'lower(n)', stored: false } }),
        ],
        {
          primaryKey: { name: 't_pkey', columns: ['id'] },
          uniques: [unique('t_n_key', ['n'])],
          checks: [check('short', 'length(n) < 5')],
          foreignKeys: [foreignKey('later', ['n'], 'not_yet', ['x'])],
          indexes: [index('i', ['n'], { where: 'n is not null' })],
        },
      ),
    ])
    expect(spellings).toEqual({
      "( 'x' )": "'x'",
      '( LOWER( "n" ) ) -- why': 'lower(n)',
      '(LENGTH(n)<5)': 'length(n) < 5',
      '(N IS NOT NULL)': 'n is not null',
    })
    expect((await introspect(session)).tables).toEqual([])
  })

  it('blames each expression that SQLite refuses, and no other', async () => {
    const session = await memory()
    const written = table(
      't',
      [
        column('a', 'text', { default: 'nonsense(1)' }),
        column('b', 'text', { generated: { expression: 'random()', stored: true } }),
        column('c', 'text', { default: "'fine'" }),
        column('d', 'text', { collation: 'klingon' }),
        column('e', 'text', { default: '1)); drop table x; --' }),
      ],
      {
        checks: [
          check('bad', 'zz > 0'),
          check('good', 'c > 0'),
          check('open', "c = 'x"),
          check('sub', 'a in (select 1)'),
        ],
        indexes: [
          index('i_bad', [], {
            keys: [{ on: { expression: 'now(a)' }, order: 'asc', nulls: 'first', collation: null, opclass: null }],
          }),
          index('i_good', ['c']),
        ],
      },
    )
    const { rejected, desired } = await ask(session, [written])
    expect(rejected.map(({ kind, member, diagnostic }) => [kind, member, diagnostic.severity]).sort(byText)).toEqual([
      ['column', 'a', 'error'],
      ['column', 'b', 'error'],
      ['column', 'd', 'error'],
      ['column', 'e', 'error'],
      ['constraint', 'bad', 'error'],
      ['constraint', 'open', 'error'],
      ['constraint', 'sub', 'error'],
      ['index', 'i_bad', 'error'],
    ])
    expect(rejected.find(({ member }) => member === 'bad')?.diagnostic.message).toBe(
      'SQLite does not accept t.bad: no such column: zz',
    )
    expect(desired.tables.map(({ name }) => name.name)).toEqual(['t'])
  })

  it.each([
    ['a reserved name', table('_reconcile_x', [column('a', 'text')])],
    ['two columns of one name', table('t', [column('a', 'text'), column('A', 'text')])],
    ['a type that STRICT does not know', table('t', [column('a', 'numeric')], { strict: true })],
  ])('refuses %s', async (_what, written) => {
    const { rejected } = await ask(await memory(), [written])
    expect(rejected.map(({ diagnostic }) => diagnostic.severity)).toEqual(['error'])
  })

  it('warns of what SQLite has no words for', async () => {
    const written = table('t', [column('a', 'text'), column('n', 'integer', { identity: 'always' })], {
      uniques: [{ ...unique('u', ['a']), nullsNotDistinct: true }],
      indexes: [index('i', ['a'], { method: 'gin' })],
    })
    const { rejected } = await ask(await memory(), [written])
    expect(rejected.map(({ member, diagnostic }) => [member, diagnostic.severity])).toEqual([
      ['n', 'error'],
      ['u', 'warning'],
      ['i', 'warning'],
    ])
  })

  it('lets stand what the application alone can understand', async () => {
    const session = await memory()
    const driver = session.driver as { function(name: string, options: object, body: (text: string) => string): void }
    driver.function('fold_name', { deterministic: true }, (text) => text.toLowerCase())
    await session.execute('create table t (a text, constraint folded check (fold_name(a) = a))')
    const actual = await introspect(session)
    const { desired, rejected } = await ask(session, [
      { ...table('t', [column('a', 'text')]), checks: [check('folded', '(FOLD_NAME( a ) = a)')] },
    ])
    expect(desired.tables).toEqual(actual.tables)
    expect(rejected.map(({ diagnostic }) => diagnostic.severity)).toEqual(['warning'])
  })

  it('follows renames through checks, indexes, keys of other tables and triggers', async () => {
    const session = await memory(
      "create table p (id integer primary key, old text check (old <> 'old') unique)",
      'create table c (p text references p (old), constraint named foreign key (p) references p)',
      'create index i on p (lower(old)) where old > 0',
      'create view v as select old from p',
      'create trigger g after update of old on p begin update c set p = new.old; end',
      'create table _rq_1_x (a)',
    )
    const found = await introspect(session)
    const objects = followRename(found.objects, { kind: 'table', name: main('p') }, main('parent'))
    const { renamed } = await canonical(session, {
      desired: { ...found, tables: [], objects: [] },
      actual: { ...found, objects },
      renames: [
        { table: main('parent'), column: null, from: 'p' },
        { table: main('parent'), column: 'fresh', from: 'old' },
      ],
      ignored: objects,
      recorded: null,
    })
    expect(renamed.quarantined).toEqual([main('_rq_1_x')])
    const [child, parent] = renamed.tables
    expect(child?.foreignKeys).toEqual([
      foreignKey('c_p_fkey', ['p'], 'parent', ['fresh']),
      foreignKey('named', ['p'], 'parent', ['id']),
    ])
    expect(parent?.checks).toEqual([check('parent_fresh_check', "fresh <> 'old'")])
    expect(parent?.uniques).toEqual([unique('parent_fresh_key', ['fresh'])])
    expect(parent?.indexes[0]).toMatchObject({ where: 'fresh > 0', keys: [{ on: { expression: 'lower(fresh)' } }] })
    expect(renamed.unmodeled).toEqual([])
    expect(renamed.objects).toMatchObject([
      {
        kind: 'trigger',
        on: { kind: 'table', name: main('parent') },
        columns: ['fresh'],
        action: { kind: 'statements', text: 'update c set p = new.fresh;' },
      },
      { kind: 'view', query: 'select fresh from "parent"' },
    ])
    expect((await introspect(session)).tables.map(({ name }) => name.name)).toEqual(['c', 'p'])
  })

  it('keeps what is out of scope out of the renamed schema', async () => {
    const session = await memory(
      'create table p (a int, theirs int check (theirs > 0), check (a > 1))',
      'create table unmanaged (x)',
      'create index theirs_idx on p (theirs)',
    )
    const found = await introspect(session)
    const managed = found.tables
      .filter(({ name }) => name.name === 'p')
      .map((whole) => ({
        ...whole,
        columns: whole.columns.filter(({ name }) => name !== 'theirs'),
        checks: whole.checks.filter(({ name }) => name !== 'p_theirs_check'),
        indexes: [],
        partitionBy: null,
        partitionOf: null,
        inherits: [],
      }))
    const desired = { tables: [], enums: [], objects: [], unmodeled: [], quarantined: [] }
    const renames = [{ table: main('q'), column: null, from: 'p' }]
    const { renamed } = await canonical(session, {
      desired,
      actual: { ...found, tables: managed },
      renames,
      recorded: null,
    })
    expect(renamed.tables).toEqual([table('q', [column('a', 'int')], { checks: [check('q_a_check', 'a > 1')] })])
  })

  it('says why a rename cannot be', async () => {
    const session = await memory('create table p (a int)', 'create view broken (a) as select * from nowhere')
    const desired = { tables: [], enums: [], objects: [], unmodeled: [], quarantined: [] }
    const actual = { ...(await introspect(session)), objects: [] }
    const renames = [{ table: main('q'), column: null, from: 'p' }]
    await expect(canonical(session, { desired, actual, renames, recorded: null })).rejects.toMatchObject({
      code: 'refused',
      message: 'SQLite cannot rename table p to q: error in view broken: no such table: main.nowhere',
    })
  })
})
