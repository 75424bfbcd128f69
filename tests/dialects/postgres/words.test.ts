import { sequenceOptions } from '../../../src/model/sequence-options.ts'
import { numberedAgain, renumbered } from '../../../src/operations/numbering.ts'
import { requireTable } from '../../../src/operations/schema-edit.ts'
import { describe, expect, test } from 'vitest'
import { postgres } from '../../../src/dialects/postgres/dialect.ts'
import type { Column } from '../../../src/model/column.ts'
import { columnOf, type Table } from '../../../src/model/table.ts'
import { postgresMajors } from '../../support/databases.ts'
import { named, withDatabase, introspected } from './samples.ts'
import { check, column, index, table } from '../../support/tables.ts'

const { words } = postgres

describe.each(postgresMajors().map((major) => ({ major })))('words on PostgreSQL $major', ({ major }) => {
  test('names are quoted like quote_ident does', () =>
    withDatabase(major, async (session) => {
      const names = [...oddNames, 'plain', 'user', 'order', 'a1', '1a', 'a-b', 'value', 'between', 'json_table', 'löwe']
      const keywords = await session.query('select word from pg_get_keywords()')
      const wrong: unknown[] = []
      for (const name of [...names, ...keywords.map(({ word }) => String(word))]) {
        const [row] = await session.query('select quote_ident($1) as quoted', [name])
        // We may quote what another version reserves, never the other way round.
        const right = [row?.['quoted'], `"${name}"`]
        if (!right.includes(words.quote(name))) wrong.push([name, words.quote(name)])
      }
      expect(wrong).toEqual([])
    }))

  test('odd names everywhere come back as they were written', () =>
    withDatabase(major, async (session) => {
      for (const name of oddNames) {
        const one = table(named(name, name), [column(name, 'integer', { nullable: false }), column('other', 'text')], {
          primaryKey: { name: `${name.slice(0, 20)}p`, columns: [name] },
          checks: [check(name, `${words.quote(name)} > 0`)],
          indexes: [index(`${name.slice(0, 20)}i`, [name], { comment: name })],
          comment: `it's ${name}`,
        })
        const type = { name: named(`${name.slice(0, 20)}e`, name), labels: [name, 'another label'], comment: null }
        await session.execute(`create schema if not exists ${words.quote(name)}`)
        await session.execute(words.createEnum(type).sql)
        await session.execute(words.createTable(one).sql)
        for (const each of one.indexes) {
          await session.execute(words.createIndex(one.name, each, false).sql)
          await session.execute(
            words.comment({ kind: 'index', table: one.name, name: { schema: name, name: each.name } }, each.comment)
              .sql,
          )
        }
        await session.execute(words.comment({ kind: 'table', name: one.name }, one.comment).sql)
        const { tables, enums, objects } = await introspected(session)
        expect({ tables, enums }).toEqual({ tables: [one], enums: [type] })
        expect(objects.filter((object) => object.kind !== 'schema')).toEqual([])
        await session.execute(words.dropTable(one.name).sql)
        await session.execute(words.dropEnum(type.name).sql)
      }
    }))

  test('a table goes to quarantine and comes back, twice over, with every name', () =>
    withDatabase(major, async (session) => {
      const make = `create table things (id bigint generated always as identity primary key, s serial, u text unique, v text);
        create index things_v on things (v); insert into things (u, v) values ('a', 'b')`
      const sequences = `select relname from pg_class where relkind = 'S' and relnamespace = 'public'::regnamespace order by 1`
      await session.execute(make)
      const before = await introspected(session)
      const names = await session.query(sequences)
      const things = first(before.tables)
      const places = ['one', 'two'].map((tag) => named(`_rq_${tag}_things`, 'reconcile_quarantine'))
      for (const place of places) {
        for (const { sql } of words.quarantineTable(things, place, [], [])) await session.execute(sql)
        const { tables, quarantined } = await introspected(session)
        expect(tables).toEqual([])
        expect(quarantined).toContainEqual(place)
        await session.execute(make)
      }
      for (const place of places.reverse()) {
        await session.execute('drop table things')
        for (const { sql } of words.restoreTable(things, place, [], [])) await session.execute(sql)
        expect(await introspected(session)).toMatchObject({ tables: before.tables })
        expect(await session.query(sequences)).toEqual(names)
      }
      expect(await session.query('select id, s, u, v from things')).toEqual([{ id: '1', s: 1, u: 'a', v: 'b' }])
    }))

  test('a counter goes on where it was', () =>
    withDatabase(major, async (session) => {
      await session.execute(`create table c (id serial primary key, n int not null);
        insert into c (n) select generate_series(1, 5); delete from c where id > 3`)
      const now = requireTable(await introspected(session), named('c'))
      const sequence = { name: 'c_n_seq', ...sequenceOptions('integer', { cycle: true }) }
      for (const name of ['id', 'n']) {
        const before = col(now, name)
        const after: Column = { ...before, identity: 'by_default', sequence: before.sequence ?? sequence }
        const statements = renumbered(now, before, after, '_rq_aside', '_rq_aside', words)
        await session.execute(statements.map(({ sql }) => sql).join(';'))
      }
      const insert = 'insert into c default values returning id, n'
      expect(await session.query(insert)).toEqual([{ id: 6, n: 4 }])
      const identity = requireTable(await introspected(session), named('c'))
      expect(identity.columns.map((one) => one.sequence)).toEqual([col(now, 'id').sequence, sequence])
      const back = numberedAgain(identity, col(now, 'id'), col(identity, 'id'), '_rq_aside', words)
      await session.execute(back.map(({ sql }) => sql).join(';'))
      expect(await session.query(insert)).toEqual([{ id: 7, n: 5 }])
      expect((await introspected(session)).tables[0]?.columns[0]).toEqual(col(now, 'id'))
    }))

  test('a type changes with USING and its default only where no cast does it alone', () =>
    withDatabase(major, async (session) => {
      await session.execute(`create type mood as enum ('sad', 'happy');
        create table c (m mood default 'sad', t text default '7', v text default 'abcdef', j text default '{}', b text default 'x')`)
      const changes: [string, string, string | null][] = [
        ['m', 'text', null],
        ['t', 'integer', '8'],
        ['v', 'character varying(3)', null],
        ['j', 'jsonb', `'[]'`],
        ['b', 'public.mood', `'happy'`],
      ]
      await session.execute(`insert into c values ('happy', '42', 'abc', '{"a": 1}', 'sad')`)
      for (const [name, type, value] of changes) {
        const schema = await introspected(session)
        const [now] = schema.tables
        if (now === undefined) throw new Error('no table')
        const after = { ...col(now, name), type, default: value }
        await session.execute(words.setType(now, col(now, name), after, schema.objects, []).sql)
      }
      expect(await session.query('select m, t, v, j, b from c')).toEqual([
        { m: 'happy', t: 42, v: 'abc', j: { a: 1 }, b: 'sad' },
      ])
      const { tables } = await introspected(session)
      expect(tables[0]?.columns.map(({ default: value }) => value)).toEqual([
        `'sad'::public.mood`,
        '8',
        `'abcdef'::text`,
        `'[]'::jsonb`,
        `'happy'::public.mood`,
      ])
      await session.execute(
        `insert into c (v) values ('abc'); alter table c alter v type text; insert into c (v) values ('abcd')`,
      )
      const [now] = (await introspected(session)).tables
      const narrowed = { ...col(now, 'v'), type: 'character varying(3)' }
      const narrow = words.setType(now ?? table('c', []), col(now, 'v'), narrowed, [], [])
      await expect(session.execute(narrow.sql)).rejects.toMatchObject({ code: '22001' })
    }))

  test('enum labels are added where they belong', () =>
    withDatabase(major, async (session) => {
      const type = { name: named('mood'), labels: ['b', 'd'], comment: 'how it goes' }
      await session.execute(words.createEnum(type).sql)
      await session.execute(words.comment({ kind: 'enum', name: type.name }, type.comment).sql)
      await session.execute(words.addEnumLabel(type.name, `it's`, 'd').sql)
      await session.execute(words.addEnumLabel(type.name, 'z', null).sql)
      for (const { sql } of words.renameEnum(type.name, named('_rq_mood'))) await session.execute(sql)
      expect((await introspected(session)).enums).toEqual([
        { ...type, name: named('_rq_mood'), labels: ['b', `it's`, 'd', 'z'] },
      ])
    }))
})

test('forms that do not exist are refused as a mistake of ours', () => {
  expect(() => words.rebuildTable(table('t', []), table('t', []), new Map(), [])).toThrow(/in place/)
  const plain = column('a', 'text')
  const virtual = column('a', 'text', { generated: { expression: 'b', stored: false } })
  expect(() => words.setGenerated(named('t'), plain, virtual)).toThrow(/cannot be made generated/)
  expect(() => words.lockTable(named('t'), 'write')).toThrow(/no lock mode/)
})

const oddNames = [
  'Ünï cödé 😀',
  'Upper',
  'with space',
  'a"b',
  `it's`,
  'select',
  'x'.repeat(63),
  'dot.ted',
  '$1',
  '-- x',
]

function col(now: Table | undefined, name: string): Column {
  const found = now && columnOf(now, name)
  if (found === undefined) throw new Error(`no column ${name}`)
  return found
}

function first<T>(list: readonly T[]): T {
  const [one] = list
  if (one === undefined) throw new Error('the list is empty')
  return one
}
