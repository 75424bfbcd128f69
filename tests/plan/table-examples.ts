import { sqlite } from '../../src/dialects/sqlite/dialect.ts'
import type { ObjectName } from '../../src/model/name.ts'
import { emptySchema, type EnumType, type Schema } from '../../src/model/schema.ts'
import { moved, schema } from '../support/schemas.ts'
import { column, foreignKey, index, inPublic, table } from '../support/tables.ts'
import { a, type Example, id, key, person, tiers } from './example.ts'

const status = (...labels: string[]): EnumType => ({ name: inPublic('status'), labels, comment: null })
const inMain: ObjectName = { schema: 'main', name: 'people' }

/** One partition, up to there. */
const things = (to: number): Schema =>
  schema([
    table('people', [a('integer')], { partitionBy: { strategy: 'range', keys: ['a'] } }),
    table('people_low', [], {
      partitionOf: { table: inPublic('people'), bound: `FOR VALUES FROM (MINVALUE) TO (${to})`, proof: `a < ${to}` },
    }),
  ])

/** The same, each on its own. */
const apart: Schema = {
  ...things(10),
  tables: things(10).tables.map((one) => ({ ...one, columns: [a('integer')], partitionOf: null })),
}

const plain = table('people', [a('integer')])

/** What becomes of it: the partition, and another one. */
const whole: Schema = schema([
  ...things(10).tables,
  table('people_high', [], {
    partitionOf: { table: inPublic('people'), bound: 'FOR VALUES FROM (10) TO (MAXVALUE)', proof: 'a >= 10' },
  }),
])

/** Enums, tables and columns. */
export const tableExamples = {
  inherit: {
    before: person([]),
    after: person([], { inherits: [inPublic('tiers')] }),
    steps: [
      'contract: alter table public.people inherit public.tiers',
      '  back: alter table public.people no inherit public.tiers',
    ],
  },
  detach_partition: {
    before: things(10),
    after: apart,
    steps: [
      'contract: alter table public.people_low add constraint _rq_people_low_bound check (a < 10) not valid',
      '  back: alter table public.people_low drop constraint if exists _rq_people_low_bound',
      'contract: alter table public.people_low validate constraint _rq_people_low_bound',
      '  back: nothing',
      'contract: alter table public.people detach partition public.people_low concurrently',
      "  back: do $$ begin if exists (select from pg_constraint where conrelid = 'public.people_low'::regclass and conname = '_rq_people_low_bound') then alter table public.people_low validate constraint _rq_people_low_bound; end if; end $$; alter table public.people attach partition public.people_low FOR VALUES FROM (MINVALUE) TO (10); alter table public.people_low drop constraint if exists _rq_people_low_bound",
      'contract: alter table public.people_low drop constraint _rq_people_low_bound',
      '  back: alter table public.people_low add constraint _rq_people_low_bound check (a < 10) not valid',
    ],
  },
  attach_partition: {
    before: apart,
    after: things(10),
    steps: [
      'contract: alter table public.people_low add constraint _rq_people_low_bound check (a < 10) not valid',
      '  back: alter table public.people_low drop constraint if exists _rq_people_low_bound',
      'contract: alter table public.people_low validate constraint _rq_people_low_bound',
      '  back: nothing',
      'contract: alter table public.people attach partition public.people_low FOR VALUES FROM (MINVALUE) TO (10); alter table public.people_low drop constraint _rq_people_low_bound',
      '  back: alter table public.people detach partition public.people_low',
    ],
  },
  change_partitions: {
    before: things(10),
    after: things(20),
    steps: [
      'contract: alter table public.people_low add constraint _rq_people_low_bound check (a < 20) not valid',
      '  back: alter table public.people_low drop constraint if exists _rq_people_low_bound',
      'contract: alter table public.people_low validate constraint _rq_people_low_bound',
      '  back: nothing',
      'contract: alter table public.people detach partition public.people_low; alter table public.people attach partition public.people_low FOR VALUES FROM (MINVALUE) TO (20)',
      "  back: do $$ begin if exists (select from pg_constraint where conrelid = 'public.people_low'::regclass and conname = '_rq_people_low_past') then alter table public.people_low validate constraint _rq_people_low_past; end if; end $$; alter table public.people detach partition public.people_low; alter table public.people attach partition public.people_low FOR VALUES FROM (MINVALUE) TO (10); alter table public.people_low drop constraint if exists _rq_people_low_past",
      'contract: alter table public.people_low drop constraint _rq_people_low_bound',
      '  back: alter table public.people_low add constraint _rq_people_low_past check (a < 10) not valid',
    ],
  },
  guard_partition: {
    before: schema([plain]),
    after: whole,
    partitioned: [{ table: inPublic('people'), holder: inPublic('people_low') }],
    steps: [
      'validate: alter table public.people add constraint _rq_people_bound check (a < 10) not valid',
      '  back: alter table public.people drop constraint if exists _rq_people_bound',
      'validate: alter table public.people validate constraint _rq_people_bound',
      '  back: nothing',
    ],
  },
  partition_table: {
    before: schema([plain]),
    after: whole,
    partitioned: [{ table: inPublic('people'), holder: inPublic('people_low') }],
    steps: [
      'validate: lock table public.people in access exclusive mode; alter table public.people rename to people_low; create table public.people ( a integer ) partition by range (a); create table public.people_high partition of public.people FOR VALUES FROM (10) TO (MAXVALUE); alter table public.people attach partition public.people_low FOR VALUES FROM (MINVALUE) TO (10); alter table public.people_low drop constraint _rq_people_bound',
      '  back: lock table public.people in access exclusive mode; alter table public.people detach partition public.people_low; with moved as (delete from public.people where true returning a) insert into public.people_low (a) overriding system value select a from moved; drop table public.people_high; alter table public.people rename to _rq_people; alter table public.people_low rename to people; drop table public._rq_people',
    ],
  },
  analyze_table: {
    before: schema([plain]),
    after: whole,
    partitioned: [{ table: inPublic('people'), holder: inPublic('people_low') }],
    steps: ['validate: analyze public.people', '  back: nothing'],
  },
  stop_inheriting: {
    before: person([], { inherits: [inPublic('tiers')] }),
    after: person([]),
    steps: [
      'contract: alter table public.people no inherit public.tiers',
      '  back: alter table public.people inherit public.tiers',
    ],
  },
  create_enum: {
    before: emptySchema,
    after: schema([], [status('new', "it's")]),
    steps: [
      "expand: create type public.status as enum ('new', 'it''s')",
      '  back: alter type public.status rename to _rq_status',
      '  when unused: drop type public.status',
    ],
  },
  extend_enum: {
    before: schema([], [status('a', 'd')]),
    after: schema([], [status('a', 'b', 'c', 'd', 'e')]),
    steps: [
      "expand: alter type public.status add value 'b' before 'd'",
      '  back: nothing',
      "expand: alter type public.status add value 'c' before 'd'",
      '  back: nothing',
      "expand: alter type public.status add value 'e'",
      '  back: nothing',
    ],
  },
  replace_types: {
    before: schema(
      [table('people', [column('mood', 'public.status', { default: "'new'::public.status" })])],
      [status('new', 'old')],
    ),
    after: schema(
      [table('people', [column('mood', 'public.status', { default: "'new'::public.status" })])],
      [status('new')],
    ),
    steps: [
      "contract: alter type public.status rename to _rq_status; create type public.status as enum ('new'); alter table public.people alter column mood drop default, alter column mood type public.status using mood::text::public.status, alter column mood set default 'new'::public.status; analyze public.people (mood)",
      "  back: alter type public.status rename to _rq_status; alter type public._rq_status rename to status; alter table public.people alter column mood drop default, alter column mood type public.status using mood::text::public.status, alter column mood set default 'new'::public.status; analyze public.people (mood); drop type public._rq_status",
    ],
  },
  rename_enum: {
    before: schema([], [{ ...status('new'), name: inPublic('old_status') }]),
    after: schema([], [status('new')]),
    enumRenames: { types: [{ from: inPublic('old_status'), to: inPublic('status') }], labels: [] },
    steps: [
      'contract: alter type public.old_status rename to status',
      '  back: alter type public.status rename to old_status',
    ],
  },
  rename_label: {
    before: schema([], [status('new', 'sent')]),
    after: schema([], [status('new', 'shipped')]),
    enumRenames: { types: [], labels: [{ type: inPublic('status'), from: 'sent', to: 'shipped' }] },
    steps: [
      "contract: alter type public.status rename value 'sent' to 'shipped'",
      "  back: alter type public.status rename value 'shipped' to 'sent'",
    ],
  },
  drop_enum: {
    before: schema([], [status('new')]),
    after: emptySchema,
    steps: [
      'contract: alter type public.status rename to _rq_status',
      '  back: alter type public._rq_status rename to status',
    ],
  },
  create_table: {
    before: schema([tiers]),
    after: person([a('integer', { comment: 'how many' })], {
      primaryKey: { name: 'people_pkey', columns: ['id'] },
      foreignKeys: [foreignKey('people_a_fkey', ['a'], 'tiers')],
      indexes: [index('people_a_idx', ['a'])],
      comment: 'who they are',
    }),
    steps: [
      "expand: create table public.people ( id bigint not null, a integer, constraint people_pkey primary key (id) ); comment on table public.people is 'who they are'; comment on column public.people.a is 'how many'; create index people_a_idx on public.people using btree (a)",
      '  back: create schema if not exists reconcile_quarantine; alter index public.people_pkey rename to _rq_1; alter index public.people_a_idx rename to _rq_2; alter table public.people rename to _rq_people; alter table public._rq_people set schema reconcile_quarantine',
      '  when unused: drop table public.people',
    ],
  },
  drop_table: {
    before: person([a('integer')], { foreignKeys: [foreignKey('people_a_fkey', ['a'], 'tiers')] }),
    after: schema([tiers]),
    steps: [
      'contract: create schema if not exists reconcile_quarantine; alter table public.people rename to _rq_people; alter table public._rq_people set schema reconcile_quarantine',
      '  back: alter table reconcile_quarantine._rq_people set schema public; alter table public._rq_people rename to people',
    ],
  },
  rename_table: {
    before: person([]),
    after: schema([tiers, table('customers', [id])]),
    renames: [{ table: inPublic('customers'), column: null, from: 'people' }],
    steps: [
      'contract: alter table public.people rename to customers',
      '  back: alter table public.customers rename to people',
    ],
  },
  rebuild_table: {
    dialect: sqlite,
    before: schema([
      table(inMain, [a('integer'), column('b', 'text')], {
        indexes: [
          index('people_b_idx', ['b'], {
            keys: [{ on: { column: 'b' }, order: 'asc', nulls: 'first', collation: null, opclass: null }],
          }),
        ],
      }),
    ]),
    after: schema([
      table(inMain, [a('text'), column('b', 'text')], {
        indexes: [
          index('people_b_idx', ['b'], {
            keys: [{ on: { column: 'b' }, order: 'asc', nulls: 'first', collation: null, opclass: null }],
          }),
        ],
      }),
    ]),
    steps: [
      'contract: create table _rq_new_people ( a text, b text ); insert into _rq_new_people (rowid, a, b) select rowid, cast(a as text), b from people; drop table people; alter table _rq_new_people rename to people; create index people_b_idx on people (b); analyze people',
      '  back: create table _rq_new_people ( a integer, b text ); insert into _rq_new_people (rowid, a, b) select rowid, cast(a as integer), b from people; drop table people; alter table _rq_new_people rename to people; create index people_b_idx on people (b); analyze people',
    ],
  },
  add_column: {
    before: person([], key),
    after: person([a('uuid', { default: 'gen_random_uuid()', nullable: false, comment: 'token' })], key),
    steps: [
      "expand: alter table public.people add column a uuid; comment on column public.people.a is 'token'",
      '  back: alter table public.people rename column a to _rq_a',
      '  when unused: alter table public.people drop column a',
      'expand: alter table public.people alter column a set default gen_random_uuid()',
      '  back: alter table public.people alter column a drop default',
      'backfill: backfill a_default along id, old values in nothing',
      '  back: nothing',
      'validate: alter table public.people add constraint people_a_not_null not null a not valid',
      '  back: alter table public.people alter column a drop not null',
      'validate: alter table public.people validate constraint people_a_not_null',
      '  back: nothing',
    ],
  },
  drop_column: {
    before: person([a('text', { nullable: false })]),
    after: person([]),
    steps: [
      'expand: alter table public.people alter column a drop not null',
      '  back: alter table public.people alter column a set not null',
      'contract: alter table public.people rename column a to _rq_a',
      '  back: alter table public.people rename column _rq_a to a',
    ],
  },
  rename_column: {
    before: person([a('text')]),
    after: person([column('b', 'text')]),
    renames: [{ table: inPublic('people'), column: 'b', from: 'a' }],
    steps: [
      'contract: alter table public.people rename column a to b',
      '  back: alter table public.people rename column b to a',
    ],
  },
  move_columns: {
    before: person([a('text')], key),
    after: schema([
      tiers,
      table('people', [id], key),
      table('tiers_a', [id, a('text')], {
        primaryKey: { name: 'tiers_a_pkey', columns: ['id'] },
        foreignKeys: [foreignKey('tiers_a_id_fkey', ['id'], 'people')],
      }),
    ]),
    moves: moved(['tiers_a.a', 'people.a']),
    steps: [
      'contract: lock table public.people in access exclusive mode; lock table public.tiers_a in access exclusive mode; update public.tiers_a as t set a = coalesce(t.a, f.a) from public.people as f where f.id = t.id and ((f.a)::text is distinct from (t.a)::text); insert into public.tiers_a (id, a) select f.id, f.a from public.people as f where (f.a is not null) and not exists (select 1 from public.tiers_a as t where f.id = t.id); alter table public.people rename column a to _rq_a',
      '  back: lock table public.people in access exclusive mode; lock table public.tiers_a in access exclusive mode; alter table public.people rename column _rq_a to a; update public.people as f set a = t.a from public.tiers_a as t where f.id = t.id and ((f.a)::text is distinct from (t.a)::text); update public.people as f set a = null where (f.a is not null) and not exists (select 1 from public.tiers_a as t where f.id = t.id)',
    ],
  },
  open_shim: {
    before: person([a('text')]),
    after: person([column('b', 'text')]),
    renames: [{ table: inPublic('people'), column: 'b', from: 'a', online: true }],
    steps: [
      "validate: alter table public.people rename column a to b; alter table public.people rename to _rq_shim; create view public.people as select id, b as a, b from public._rq_shim; comment on view public.people is '_rq_shim _rq_shim'",
      '  back: drop view public.people; alter table public._rq_shim rename to people; alter table public.people rename column b to a',
    ],
  },
  close_shim: {
    before: person([a('text')]),
    after: schema([tiers, table('customers', [id, column('b', 'text')])]),
    renames: [
      { table: inPublic('customers'), column: null, from: 'people', online: true },
      { table: inPublic('customers'), column: 'b', from: 'a' },
    ],
    steps: [
      'contract: drop view public.people',
      "  back: alter table public.customers rename to people; alter table public.people rename column b to a; alter table public.people rename column a to b; alter table public.people rename to customers; create view public.people as select id, b as a from public.customers; comment on view public.people is '_rq_shim customers'",
    ],
  },
  change_type: {
    before: person([a('integer')]),
    after: person([a('bigint')]),
    steps: [
      'contract: alter table public.people alter column a type bigint; analyze public.people (a)',
      '  back: alter table public.people alter column a type integer; analyze public.people (a)',
    ],
  },
  change_collation: {
    before: person([a('text')]),
    after: person([a('text', { collation: '"C"' })]),
    steps: [
      'contract: alter table public.people alter column a type text collate "C"; analyze public.people (a)',
      '  back: alter table public.people alter column a type text; analyze public.people (a)',
    ],
  },
  change_default: {
    before: person([a('integer', { default: '1' })]),
    after: person([a('integer', { default: '2' })]),
    steps: [
      'expand: alter table public.people alter column a set default 2',
      '  back: alter table public.people alter column a set default 1',
    ],
  },
  change_identity: {
    before: person([a('bigint', { nullable: false })]),
    after: person([a('bigint', { nullable: false, identity: 'always' })]),
    steps: [
      "contract: lock table public.people in access exclusive mode; alter table public.people alter column a add generated always as identity; select setval('public.people_a_seq'::regclass, reached) from (select greatest((select max(a) from public.people)) as reached) as counted where reached >= 1",
      '  back: lock table public.people in access exclusive mode; alter table public.people alter column a drop identity',
    ],
  },
  change_generated: {
    before: person([a('integer', { comment: 'how many' })], {
      indexes: [index('people_a_idx', ['a'], { comment: 'by a' })],
    }),
    after: person([a('integer', { comment: 'how many', generated: { expression: '(id)::integer', stored: true } })], {
      indexes: [index('people_a_idx', ['a'], { comment: 'by a' })],
    }),
    steps: [
      "contract: drop index public.people_a_idx; alter table public.people rename column a to _rq_a; alter table public.people add column a integer generated always as ((id)::integer) stored; comment on column public.people.a is 'how many'; create index people_a_idx on public.people using btree (a); comment on index public.people_a_idx is 'by a'; analyze public.people (a)",
      "  back: drop index public.people_a_idx; alter table public.people drop column a; alter table public.people rename column _rq_a to a; create index people_a_idx on public.people using btree (a); comment on index public.people_a_idx is 'by a'",
    ],
  },
  set_not_null: {
    serverVersion: '15.1',
    before: person([a('text')]),
    after: person([a('text', { nullable: false })]),
    steps: [
      'validate: alter table public.people add constraint _rq_a_not_null check (a is not null) not valid',
      '  back: alter table public.people drop constraint _rq_a_not_null',
      'validate: alter table public.people validate constraint _rq_a_not_null',
      '  back: nothing',
      'validate: alter table public.people alter column a set not null; alter table public.people drop constraint _rq_a_not_null',
      '  back: alter table public.people add constraint _rq_a_not_null check (a is not null) not valid; alter table public.people alter column a drop not null',
    ],
  },
  change_not_null: {
    before: person([a('text', { nullable: false })]),
    after: person([a('text', { nullable: false, notNull: { name: 'a_known', noInherit: true } })]),
    steps: [
      'expand: alter table public.people rename constraint people_a_not_null to a_known; alter table public.people alter constraint a_known no inherit',
      '  back: alter table public.people rename constraint a_known to people_a_not_null; alter table public.people alter constraint people_a_not_null inherit',
    ],
  },
  drop_not_null: {
    before: person([a('text', { nullable: false })]),
    after: person([a('text')]),
    steps: [
      'expand: alter table public.people alter column a drop not null',
      '  back: alter table public.people alter column a set not null',
    ],
  },
  change_comment: {
    before: person([a('text')]),
    after: person([a('text', { comment: "it's" })]),
    steps: [
      "expand: comment on column public.people.a is 'it''s'",
      '  back: comment on column public.people.a is null',
    ],
  },
} satisfies Record<string, Example>
