import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openJournal } from '../../src/journal/journal.ts'
import { dialectEngines } from './support/engines.ts'
import { ddl, named, plan, sql, step } from './support/plans.ts'
import { createWorld, type World } from './support/world.ts'

interface Failing {
  readonly before?: readonly string[]
  /** Before it in the same transaction. */
  readonly first?: string
  readonly statement: string
  readonly code: string
  /** What the engine calls it. */
  readonly name: string
  /** What has to be found. */
  readonly found?: RegExp
  readonly choice: RegExp
}

const items = 'create table items (id integer primary key, note text)'

const onPostgres: Readonly<Record<string, Failing>> = {
  duplicates: {
    before: [items],
    statement: `insert into items values (1, 'a'), (1, 'b')`,
    code: '23505',
    name: 'unique_violation',
    found: /constraint items_pkey of public\.items/,
    choice: /Keep one row of each key/,
  },
  'a name that is taken': {
    before: [items, 'create index notes on items (note)'],
    statement: 'create table notes (id integer)',
    code: '42P07',
    name: 'duplicate_table',
    found: /index notes: CREATE INDEX notes ON public\.items/,
    choice: /Plan again/,
  },
  'a column that is there': {
    before: [items],
    statement: 'alter table items add column note integer',
    code: '42701',
    name: 'duplicate_column',
    found: /column note of table items of type text/,
    choice: /Plan again/,
  },
  'what others are made of': {
    before: [items, 'create view noted as select note from items'],
    statement: 'alter table items drop column note',
    code: '2BP01',
    name: 'dependent_objects_still_exist',
    found: /view noted depends on column note of table items/,
    choice: /Declare them in the specs/,
  },
  'a type that a view holds': {
    before: [items, 'create view noted as select note from items'],
    statement: 'alter table items alter column note type varchar(10)',
    code: '0A000',
    name: 'feature_not_supported',
    found: /view noted depends on column note of table items/,
    choice: /taken down and built again/,
  },
  'values that are no numbers': {
    before: [items, `insert into items values (1, 'x')`],
    statement: 'alter table items alter column note type integer using note::integer',
    code: '22P02',
    name: 'invalid_text_representation',
    choice: /Correct the values/,
  },
  'a value that is too long': {
    before: [items, `insert into items values (1, 'longer')`],
    statement: 'alter table items alter column note type varchar(3)',
    code: '22001',
    name: 'string_data_right_truncation',
    choice: /Shorten the values/,
  },
  'a name that only a function still has': {
    before: [
      items,
      `create function gone() returns void language plpgsql as $$ begin perform vanished from items; end $$`,
    ],
    statement: 'select gone()',
    code: '42703',
    name: 'undefined_column',
    found: /PL\/pgSQL function gone\(\) line 1.*function gone\(\) has vanished in its body/s,
    choice: /Correct the name/,
  },
  'a key without a key': {
    before: [items, 'create table parents (id integer)'],
    statement: 'alter table items add foreign key (id) references parents (id)',
    code: '42830',
    name: 'invalid_foreign_key',
    choice: /Declare a unique key/,
  },
  'a time limit': {
    first: 'set local statement_timeout = 20',
    statement: 'select pg_sleep(5)',
    code: '57014',
    name: 'query_canceled',
    choice: /Resume when the server has less to do/,
  },
  'a connection that only reads': {
    before: [items],
    first: 'set transaction read only',
    statement: `insert into items values (1, 'a')`,
    code: '25006',
    name: 'read_only_sql_transaction',
    choice: /Use the URL of the primary/,
  },
  'a right that is missing': {
    before: [
      items,
      `do $$ begin create role guide_guest; exception when duplicate_object or unique_violation then null; end $$`,
    ],
    first: 'set local role guide_guest',
    statement: 'drop table items',
    code: '42501',
    name: 'insufficient_privilege',
    found: /connected as \w+\npublic\.items belongs to \w+\nit may create in schema public/,
    choice: /Connect as the owner/,
  },
  NULLs: {
    before: [items, 'insert into items (id) values (1)'],
    statement: 'alter table items alter column note set not null',
    code: '23502',
    name: 'not_null_violation',
    found: /column note of public\.items/,
    choice: /Fill the NULLs/,
  },
}

const onSqlite: Readonly<Record<string, Failing>> = {
  duplicates: {
    before: [items],
    statement: `insert into items values (1, 'a'), (1, 'b')`,
    code: 'SQLITE_CONSTRAINT_PRIMARYKEY',
    name: 'UNIQUE constraint failed',
    choice: /Merge or correct the duplicates/,
  },
  'a name that is taken': {
    before: [items, 'create index notes on items (note)'],
    statement: 'create table notes (id integer)',
    code: 'SQLITE_ERROR',
    name: 'already exists',
    found: /index notes of items/,
    choice: /Plan again/,
  },
  'a view that does not compile': {
    before: [items, 'create view broken as select * from nowhere', 'create table more (id integer)'],
    statement: 'alter table more rename to others',
    code: 'SQLITE_ERROR',
    name: 'error in view or trigger',
    found: /view broken: no such table: main\.nowhere/,
    choice: /Repair it in the specs/,
  },
  'a name that only a trigger still has': {
    before: [items, 'create trigger noting after insert on items begin insert into vanished values (1); end'],
    statement: `insert into items values (1, 'a')`,
    code: 'SQLITE_ERROR',
    name: 'no such table or column',
    found: /trigger noting has vanished in its text/,
    choice: /Correct the trigger/,
  },
  'a reference to nothing': {
    before: [
      'create table parents (id integer primary key)',
      'create table children (id integer primary key, parent integer references parents)',
    ],
    statement: 'insert into children values (1, 7)',
    code: 'SQLITE_CONSTRAINT_FOREIGNKEY',
    name: 'FOREIGN KEY constraint failed',
    choice: /create what they refer to/,
  },
}

describe.each(dialectEngines())('$dialect.name: a step that fails on', (engine) => {
  let world: World
  beforeEach(async () => {
    world = await createWorld(engine)
  })
  afterEach(() => world.dispose())

  const { dialect } = engine
  const cases = dialect.name === 'postgres' ? onPostgres : onSqlite
  test.each(Object.entries(cases))('%s', async (_, failing) => {
    for (const one of failing.before ?? []) await world.run(one)
    const relations = ['items', 'parents'].map((name) => named(dialect, name))
    const statement = sql(failing.statement, {
      locks: relations.map((relation) => ({ mode: 'access_share', relation })),
    })
    const before = failing.first === undefined ? [] : [sql(failing.first)]
    const steps = [step('1.1', ddl(...before, statement))]
    const { run, failure } = await world.apply(plan(dialect, steps))
    expect(failure).toMatchObject({
      sqlState: failing.code,
      statement: failing.statement,
      explained: { name: failing.name },
    })
    expect(failure?.message).not.toBe('')
    const { causes = [], found = [], choices = [] } = failure?.explained ?? {}
    expect(causes.length).toBeGreaterThan(0)
    expect(choices.join('\n')).toMatch(failing.choice)
    if (failing.found !== undefined) expect(found.join('\n')).toMatch(failing.found)
    const recorded = await (await openJournal(world.session)).run(run.id)
    const details = recorded?.steps.at(-1)?.error?.details ?? []
    expect(details).toEqual(expect.arrayContaining(choices.map((choice) => `choice: ${choice}`)))
  })
})
