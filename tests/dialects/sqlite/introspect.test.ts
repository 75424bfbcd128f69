import { displayRef } from '../../../src/model/object-ref.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { introspect } from '../../../src/dialects/sqlite/introspect.ts'
import { createIndex } from '../../../src/dialects/sqlite/words/indexes.ts'
import { createTable } from '../../../src/dialects/sqlite/words/tables.ts'
import type { Table } from '../../../src/model/table.ts'
import { foreignKey, index, memory, table, tableNamed } from './tables.ts'
import { check, column, unique } from '../../support/tables.ts'

describe('introspect', () => {
  it('names what has no name as PostgreSQL would, without a clash', async () => {
    const session = await memory(
      'create table p (id integer primary key, A int, B int, unique (a, b))',
      `create table t (id text primary key, n int unique check (n > 0) references P (ID), m int check (m > 0),
         constraint t_check check (n > m), check (n < m + 5), check (n + 1 > 0),
         foreign key (N, M) references p (a, b), foreign key (n, m) references p (b, a))`,
    )
    const found = await tableNamed(session, 't')
    expect(found.primaryKey).toEqual({ name: 't_pkey', columns: ['id'] })
    expect(found.columns[0]?.nullable).toBe(true)
    expect(found.uniques.map(({ name }) => name)).toEqual(['t_n_key'])
    expect(found.checks.map(({ name }) => name)).toEqual([
      't_check',
      't_check1',
      't_m_check',
      't_n_check',
      't_n_check1',
    ])
    expect(
      found.foreignKeys.map(({ name, columns, references }) => [
        name,
        columns,
        references.table.name,
        references.columns,
      ]),
    ).toEqual([
      ['t_n_fkey', ['n'], 'p', ['id']],
      ['t_n_m_fkey', ['n', 'm'], 'p', ['A', 'B']],
      ['t_n_m_fkey1', ['n', 'm'], 'p', ['B', 'A']],
    ])
  })

  it('knows which primary keys may hold NULL', async () => {
    const session = await memory(
      'create table a (x integer primary key)',
      'create table b (x int primary key)',
      'create table c (x text primary key) without rowid',
      'create table d (x text primary key) strict',
      'create table e (x integer primary key desc)',
    )
    const nullable = (await introspect(session)).tables.map((found) => [found.name.name, found.columns[0]?.nullable])
    expect(nullable).toEqual([
      ['a', false],
      ['b', true],
      ['c', false],
      ['d', false],
      ['e', true],
    ])
    // The engine's own answer to the same question.
    for (const [name, may] of nullable) {
      const stored = session
        .execute(`insert into ${String(name)} values (null)`)
        .then(() => session.query(`select 1 from ${String(name)} where x is null`))
      const held = await stored.then(
        (rows) => rows.length > 0,
        () => false,
      )
      expect([name, held]).toEqual([name, may])
    }
  })

  it('reports what it does not model once for each table it mentions, and leaves our own tables out', async () => {
    const session = await memory(
      'create table a (x int unique on conflict ignore)',
      'create table "B c" (y int)',
      'create table _reconcile_journal (x)',
      'create table _rq_1_old (x)',
      'create view named (one, two) as select * from a',
      'create trigger g after insert on a begin delete from "B c"; end',
      "create virtual table f using fts5(y, content='B c')",
    )
    const schema = await introspect(session)
    expect(schema.tables.map(({ name }) => name.name)).toEqual(['B c', 'a'])
    expect(schema.quarantined.map(({ name }) => name)).toEqual(['_rq_1_old'])
    expect(schema.objects.map(displayRef)).toEqual(['trigger g on a', 'view named'])
    const found = schema.unmodeled
      .filter(({ kind }) => kind !== 'shadow table')
      .map(({ kind, name, table: about }) => [kind, name.name, about?.name ?? null])
    expect(found).toEqual([
      ['unique on x on conflict ignore', 'a', 'a'],
      ['virtual table', 'f', 'B c'],
    ])
    expect(schema.unmodeled.filter(({ kind }) => kind === 'shadow table').length).toBeGreaterThan(0)
  })

  it('reads what ALTER TABLE has made of the text', async () => {
    const session = await memory(
      'create table t (a int, b text)',
      "alter table t add column c text not null default 'x' collate nocase",
      'alter table t alter column a set not null',
      'alter table t add constraint t_a check (a > 0)',
      'alter table t rename column b to "order"',
      'alter table t rename to "select"',
    )
    expect(await tableNamed(session, 'select')).toEqual(
      table(
        'select',
        [
          column('a', 'int', { nullable: false }),
          column('order', 'text'),
          column('c', 'text', { nullable: false, default: "'x'", collation: 'nocase' }),
        ],
        {
          checks: [check('t_a', 'a > 0')],
        },
      ),
    )
  })
})

const names = fc.constantFrom(
  'a',
  'b',
  'Camel',
  'order',
  'with space',
  'quo"te',
  "it's",
  'ünï',
  '😀',
  '1st',
  'x--y',
  '[b]',
  'rowid',
)
const types = fc.constantFrom(
  'integer',
  'text',
  'real',
  'blob',
  'numeric',
  'varchar(20)',
  'decimal(10,2)',
  'double precision',
  '',
)
const defaults = fc.constantFrom(
  null,
  '0',
  '-1.5',
  "'it''s (--'",
  "x'00ff'",
  'current_timestamp',
  'true',
  '1 + 2',
  'abs(-3)',
)

const tables: fc.Arbitrary<Table> = fc
  .record({
    name: fc.constantFrom('t', 'Order', 'ta ble', 'é"😀'),
    columns: fc.uniqueArray(
      fc.record({
        name: names,
        type: types,
        nullable: fc.boolean(),
        default: defaults,
        collation: fc.constantFrom(null, 'nocase', 'rtrim'),
      }),
      { selector: ({ name }) => name, minLength: 3, maxLength: 7 },
    ),
    identity: fc.boolean(),
    key: fc.integer({ min: 0, max: 2 }),
    withoutRowid: fc.boolean(),
    stored: fc.option(fc.boolean(), { nil: null }),
    where: fc.boolean(),
    cascade: fc.constantFrom('cascade' as const, 'set_null' as const, 'restrict' as const, 'no_action' as const),
    deferred: fc.boolean(),
  })
  .map((random): Table => {
    const [first, second, third] = random.columns.map(({ name }) => name)
    if (first === undefined || second === undefined || third === undefined) throw new Error('three columns at least')
    const lone = random.key === 1 && random.identity && !random.withoutRowid
    const keyed = random.key > 0 || random.withoutRowid
    const keyColumns = random.key === 2 ? [first, second] : [first]
    const columns = random.columns.map((written) => {
      const inKey = keyed && keyColumns.includes(written.name)
      const type = lone && inKey ? 'integer' : written.type
      return column(written.name, type, {
        nullable: inKey ? false : written.nullable,
        default: lone && inKey ? null : written.default,
        identity: lone && inKey ? 'by_default' : null,
        collation: lone && inKey ? null : written.collation,
      })
    })
    const quoted = `"${third.replaceAll('"', '""')}"`
    const expression = /^[a-z]+$/.test(third) && third !== 'order' ? third : quoted === '"Camel"' ? 'camel' : quoted
    const generated =
      random.stored === null
        ? []
        : [column('made', 'text', { generated: { expression: `upper(${expression}) || ')'`, stored: random.stored } })]
    return table(random.name, [...columns, ...generated], {
      primaryKey: keyed ? { name: 'k', columns: keyColumns } : null,
      uniques: [unique('u', [second, third])],
      checks: [check('c', `${expression} is not null or ${expression} > -1`)],
      foreignKeys: [
        foreignKey('f', [second], random.name, [first], {
          onDelete: random.cascade,
          deferrable: random.deferred ? 'initially_deferred' : 'no',
        }),
      ],
      indexes: [
        index('i', [third, first], { unique: random.identity, where: random.where ? `${expression} > 0` : null }),
        index('j', [], {
          keys: [
            {
              on: { expression: `lower(${expression})` },
              order: 'desc',
              nulls: 'last',
              collation: 'nocase',
              opclass: null,
            },
          ],
        }),
      ],
      withoutRowid: random.withoutRowid,
    })
  })

describe('a table', () => {
  it('comes back as it was written, whatever its names and members', async () => {
    await fc.assert(
      fc.asyncProperty(tables, async (written) => {
        const session = await memory(
          createTable(written).sql,
          ...written.indexes.map((member) => createIndex(written.name, member).sql),
        )
        expect(await tableNamed(session, written.name.name)).toEqual(written)
        await session.close()
      }),
      { numRuns: 300 },
    )
  })
})
