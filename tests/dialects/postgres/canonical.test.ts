import { describe, expect, test } from 'vitest'
import type { CanonicalOutput } from '../../../src/dialects/dialect.ts'
import { postgres } from '../../../src/dialects/postgres/dialect.ts'
import { majorVersion } from '../../../src/dialects/postgres/facts.ts'
import type { Session } from '../../../src/dialects/session.ts'
import { compareText } from '../../../src/lib/compare.ts'
import type { Rename } from '../../../src/model/rename.ts'
import { emptySchema, type Schema } from '../../../src/model/schema.ts'
import type { Table } from '../../../src/model/table.ts'
import { postgresMajors } from '../../support/databases.ts'
import { named, schema, since, withDatabase, introspected } from './samples.ts'
import { check, column, index, key, table } from '../../support/tables.ts'
import { mood, wanted } from './written-by-people.ts'

describe.each(postgresMajors().map((major) => ({ major })))('canonical on PostgreSQL $major', ({ major }) => {
  test('what is written for a new table is spelled like the table that is then built', () =>
    withDatabase(major, async (session) => {
      const before = await compute(session, wanted)
      expect(before.rejected).toEqual([])
      await build(session, before.desired)
      const actual = await introspected(session)
      expect(before.desired).toEqual(actual)
      const again = await compute(session, wanted, { actual })
      expect(again.desired).toEqual(actual)
      expect(again.renamed).toEqual(actual)
    }))

  test('a table built from what people wrote is found unchanged, and canonical form is a fixed point', () =>
    withDatabase(major, async (session) => {
      await build(session, wanted)
      const actual = await introspected(session)
      const once = await compute(session, wanted, { actual })
      expect(once.desired).toEqual(actual)
      const twice = await compute(session, once.desired, { actual })
      expect(twice.desired).toEqual(once.desired)
      expect((await compute(session, once.desired)).desired).toEqual(actual)
    }))

  test('nothing is built when nothing differs, by text or by recorded spelling', () =>
    withDatabase(major, async (session) => {
      // A NULL default and a default operator class are spelled as nothing, which cannot be recorded; nor can a
      // collation that an expression takes from its column.
      const recordable = without(wanted, ['nothing'], ['i_collated', 'i_expression', 'i_opclass'])
      await build(session, recordable)
      const actual = await introspected(session)
      const { spellings } = await compute(session, recordable, { actual })
      await session.execute(`revoke temporary on database ${await currentDatabase(session)} from public`)
      const role = `reader_${major}`
      await session.execute(`create role ${role}; set role ${role}`)
      try {
        const refused = { code: 'refused', sqlState: '42501', message: expect.stringContaining('temporary') }
        await expect(compute(session, recordable, { actual })).rejects.toMatchObject(refused)
        expect((await compute(session, actual, { actual })).desired).toEqual(actual)
        const recorded = { schema: actual, backfills: [], spellings }
        const again = await compute(session, recordable, { actual, recorded })
        expect(again.desired).toEqual(actual)
        expect(again.spellings).toEqual(spellings)
      } finally {
        await session.execute(`reset role; drop role ${role}`)
      }
    }))

  test('works with nothing but CONNECT, USAGE and TEMPORARY', () =>
    withDatabase(major, async (session) => {
      await session.execute(`create role planner; revoke create on schema public from public; set role planner`)
      try {
        expect((await compute(session, wanted)).rejected).toEqual([])
        expect((await introspected(session)).tables).toEqual([])
      } finally {
        await session.execute('reset role; drop role planner')
      }
    }))

  test('renamed columns and tables are respelled by the server', () =>
    withDatabase(major, async (session) => {
      await session.execute(`
        create table clients (id bigint primary key, points int constraint p check (points > 0 and points < 9),
          low text generated always as (lower(name)) stored, name text, constraint n check ("name" <> 'points'));
        create index i on clients (upper(name), points) where points > 3;
        create table orders (client_id bigint references clients (id) on delete cascade, parent bigint)`)
      const actual = await introspected(session)
      const renames: Rename[] = [
        { table: named('members'), column: null, from: 'clients' },
        { table: named('members'), column: 'Score', from: 'points' },
        { table: named('members'), column: 'full_name', from: 'name' },
        { table: named('members'), column: 'key', from: 'id' },
        { table: named('orders'), column: 'member', from: 'client_id' },
      ]
      const { renamed } = await compute(session, emptySchema, { actual, renames })
      await session.execute(`
        alter table clients rename to members; alter table members rename column points to "Score";
        alter table members rename column name to full_name; alter table members rename column id to key;
        alter table orders rename column client_id to member`)
      expect(renamed).toEqual(withoutNotNullNames(await introspected(session)))
      expect(JSON.stringify(renamed)).toContain(`\\"Score\\" > 0`)
    }))

  test('a change of type respells what depends on it, so it is no change of its own', () =>
    withDatabase(major, async (session) => {
      await session.execute(`
        create table t (a int default 3 constraint a check (a > 0), b varchar(10) default 'x', c text default '7');
        create index i on t (lower(b)) where b <> 'y'`)
      const actual = await introspected(session)
      const goal = schema([
        table(
          't',
          [
            column('a', 'numeric', { default: '3' }),
            column('b', 'text', { default: `'x'` }),
            column('c', 'int', { default: '7' }),
          ],
          {
            checks: [check('a', 'a > 0')],
            indexes: [index('i', [key({ expression: 'lower(b)' })], { where: `b <> 'y'` })],
          },
        ),
      ])
      const { desired, renamed } = await compute(session, goal, { actual })
      expect(renamed.tables[0]?.checks).toEqual(desired.tables[0]?.checks)
      expect(renamed.tables[0]?.indexes).toEqual(desired.tables[0]?.indexes)
      for (const [position, after] of (desired.tables[0]?.columns ?? []).entries()) {
        const before = renamed.tables[0]?.columns[position]
        if (before === undefined) throw new Error('no such column')
        await session.execute(postgres.words.setType(only(renamed), before, after, renamed.objects, []).sql)
        if (before.default !== after.default) {
          await session.execute(postgres.words.setDefault(named('t'), after.name, after.default).sql)
        }
      }
      expect((await introspected(session)).tables).toEqual(desired.tables)
    }))

  test('an enum that gets a label is spelled with it, also where the spec says its schema', () =>
    withDatabase(major, async (session) => {
      await session.execute(`create type mood as enum ('sad'); create type other as enum ('x');
        create table t (m mood default 'sad', o other)`)
      const actual = await introspected(session)
      const goal = schema(
        [
          table('t', [column('m', 'public.mood', { default: `'happy'::public.mood` }), column('o', 'other')], {
            checks: [check('c', `m <> 'happy'`)],
          }),
        ],
        { enums: [mood, { name: named('other'), labels: ['x'], comment: null }] },
      )
      const { desired, rejected } = await compute(session, goal, { actual })
      expect(rejected).toEqual([])
      expect(only(desired).columns).toEqual([
        column('m', 'public.mood', { default: `'happy'::public.mood` }),
        column('o', 'public.other'),
      ])
      expect(only(desired).checks).toEqual([check('c', `m <> 'happy'::public.mood`)])
    }))

  test('tables and enums of the same name in two schemas do not get in each other’s way', () =>
    withDatabase(major, async (session) => {
      const same = (of: string): Table =>
        table(named('things', of), [column('kind', `${of}.kind`, { default: `'a'::${of}.kind` })], {
          checks: [check('c', `things.kind <> 'b'`)],
        })
      const crm = { name: named('kind', 'crm'), labels: ['a', 'b'], comment: null }
      const sales = { name: named('kind', 'sales'), labels: ['b', 'a'], comment: null }
      const goal = schema([same('crm'), same('sales')], { enums: [crm, sales] })
      const { desired, rejected } = await compute(session, goal)
      expect(rejected.map(({ diagnostic }) => diagnostic.message)).toEqual([
        expect.stringContaining('missing FROM-clause entry for table "things"'),
      ])
      expect(desired.tables.map(({ columns }) => columns[0]?.default)).toEqual([`'a'::crm.kind`, `'a'::sales.kind`])
    }))

  test('every rejected expression is named, and the rest is spelled all the same', () =>
    withDatabase(major, async (session) => {
      const goal = schema([
        table(
          'broken',
          [
            column('points', 'int', { default: `'many'` }),
            column('shape', 'no_such_type'),
            column('number', 'integer(4)'),
            column('other', 'text', { default: 'no_such_function()' }),
            column('fine', 'text', { default: `'x'` }),
            column('total', 'int', { generated: { expression: 'pionts * 2', stored: true } }),
          ],
          {
            checks: [
              check('typo', 'pionts > 0'),
              check('good', `fine in ('a')`),
              check('closes', '1); drop table x; --'),
              check('no_flag', 'points'),
              check('uses_total', 'total > 0'),
            ],
            indexes: [
              index('volatile', [key({ expression: 'random()' })]),
              index('opclass', [key('fine', { opclass: 'no_such_ops' })]),
            ],
          },
        ),
        table('whole', [column('a', 'int')], { checks: [check('c', 'a in (1)')] }),
      ])
      const { desired, rejected } = await compute(session, goal)
      const found = rejected.map(({ kind, member, diagnostic }) => [kind, member, diagnostic.sqlState])
      expect(found.sort((a, b) => compareText(a.join(), b.join()))).toEqual([
        ['column', 'number', '42601'],
        ['column', 'other', '42883'],
        ['column', 'points', '22P02'],
        ['column', 'shape', '42704'],
        ['column', 'total', '42703'],
        ['constraint', 'closes', '42601'],
        ['constraint', 'no_flag', '42804'],
        ['constraint', 'typo', '42703'],
        ['index', 'opclass', '42704'],
        ['index', 'volatile', '42P17'],
      ])
      expect(rejected.find(({ member }) => member === 'typo')?.diagnostic.message).toContain(
        'column "pionts" does not exist',
      )
      expect(desired.tables[0]?.checks[1]?.expression).toBe(`fine = 'a'::text`)
      expect(desired.tables[1]?.checks[0]?.expression).toBe('a = 1')
    }))

  test('leaves nothing behind', () =>
    withDatabase(major, async (session) => {
      await compute(session, wanted)
      const left = await session.query(`select relname from pg_class where relnamespace = pg_my_temp_schema()`)
      expect(left).toEqual([])
      expect(await introspected(session)).toEqual(emptySchema)
      expect(await session.query('show search_path')).toEqual([{ search_path: 'public' }])
    }))
})

describe.each(since(18))('canonical on PostgreSQL $major, since 18', ({ major }) => {
  test('spells virtual columns', () =>
    withDatabase(major, async (session) => {
      const goal = schema([
        table('t', [column('a', 'int'), column('b', 'int', { generated: { expression: 'a*2', stored: false } })]),
      ])
      const { desired } = await compute(session, goal)
      await build(session, desired)
      expect(desired).toEqual(await introspected(session))
      expect(only(desired).columns[1]?.generated).toEqual({ expression: 'a * 2', stored: false })
    }))
})

async function compute(
  session: Session,
  desired: Schema,
  rest: Partial<{
    actual: Schema
    renames: readonly Rename[]
    recorded: Parameters<typeof postgres.canonical>[1]['recorded']
  }> = {},
): Promise<CanonicalOutput> {
  return await postgres.canonical(session, { actual: emptySchema, renames: [], recorded: null, ...rest, desired })
}

/** Builds a schema for real with our own words. */
async function build(session: Session, { enums, tables }: Schema): Promise<void> {
  expect(majorVersion(session.serverVersion)).toBeGreaterThanOrEqual(14)
  const { words } = postgres
  for (const type of enums) await session.execute(words.createEnum(type).sql)
  for (const one of tables) {
    await session.execute(words.createTable(one).sql)
    for (const each of one.indexes) await session.execute(words.createIndex(one.name, each, false).sql)
  }
}

function only({ tables }: Schema): Table {
  const [first] = tables
  if (first === undefined) throw new Error('there is no table')
  return first
}

async function currentDatabase(session: Session): Promise<string> {
  const [row] = await session.query('select quote_ident(current_database()) as name')
  return String(row?.['name'])
}

function without(whole: Schema, columns: string[], indexes: string[]): Schema {
  return {
    ...whole,
    tables: whole.tables.map((one) => ({
      ...one,
      columns: one.columns.filter(({ name }) => !columns.includes(name)),
      indexes: one.indexes.filter(({ name }) => !indexes.includes(name)),
    })),
  }
}

/** Its name does not follow the table's or the column's, and any will do where the specs say none. */
function withoutNotNullNames(whole: Schema): Schema {
  return {
    ...whole,
    tables: whole.tables.map((one) => ({
      ...one,
      columns: one.columns.map(({ notNull: _, ...rest }) => rest),
    })),
  }
}
