import { describe, expect, test } from 'vitest'
import { sqlite } from '../../src/dialects/sqlite/dialect.ts'
import type { ChangeKind } from '../../src/model/change.ts'
import type { Column } from '../../src/model/column.ts'
import { type ObjectName } from '../../src/model/name.ts'
import { emptySchema, type EnumType, type Schema } from '../../src/model/schema.ts'
import type { Action, Inverse, Step } from '../../src/model/step.ts'
import type { Table } from '../../src/model/table.ts'
import {
  backfill,
  check,
  column,
  foreignKey,
  index,
  inPublic,
  type PlanParts,
  planOf,
  schema,
  table,
  unique,
} from '../support/schemas.ts'

interface Example extends PlanParts {
  readonly before: Schema
  readonly after: Schema
  /** The steps of that kind: `phase: what it runs`, then what takes it back. */
  readonly steps: readonly string[]
}

const id = column('id', 'bigint', { nullable: false })
const key = { primaryKey: { name: 'people_pkey', columns: ['id'] } }
const tiers = table('tiers', [id], { primaryKey: { name: 'tiers_pkey', columns: ['id'] } })
const person = (columns: readonly Column[], rest: Partial<Table> = {}): Schema =>
  schema([tiers, table('people', [id, ...columns], rest)])
const a = (type: string, rest: Partial<Column> = {}): Column => column('a', type, rest)
const people = (rest: Partial<Table>): Schema => person([a('integer'), column('b', 'integer')], rest)
const status = (...labels: string[]): EnumType => ({ name: inPublic('status'), labels, comment: null })
const inMain: ObjectName = { schema: 'main', name: 'people' }

/** Does not compile until every kind of change is in it. What is expected is what a reviewer would read. */
const examples: { readonly [K in ChangeKind]: Example } = {
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
      '  back: create schema if not exists reconcile_quarantine; alter index public.people_pkey rename to _rq_ffd409a5efae_1; alter index public.people_a_idx rename to _rq_ffd409a5efae_2; alter table public.people rename to _rq_people; alter table public._rq_people set schema reconcile_quarantine',
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
      'contract: alter table public.people alter column a drop not null; alter table public.people rename column a to _rq_a',
      '  back: alter table public.people rename column _rq_a to a; alter table public.people alter column a set not null',
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
      "contract: alter table public.people alter column a add generated always as identity; select setval((select d.objid::regclass from pg_depend d join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid where d.classid = 'pg_class'::regclass and d.refclassid = 'pg_class'::regclass and d.deptype = 'i' and d.refobjid = 'public.people'::regclass and a.attname = 'a'), greatest((select max(a) from public.people), 0) + 1, false)",
      '  back: alter table public.people alter column a drop identity',
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
  add_primary_key: {
    before: people({}),
    after: people(key),
    steps: [
      'validate: create unique index concurrently people_pkey on public.people using btree (id)',
      '  back: drop index concurrently public.people_pkey',
      'validate: alter table public.people add constraint people_pkey primary key using index people_pkey',
      '  back: alter table public.people drop constraint people_pkey',
    ],
  },
  drop_primary_key: {
    before: people(key),
    after: people({}),
    steps: [
      'contract: alter table public.people drop constraint people_pkey',
      '  back: alter table public.people add constraint people_pkey primary key (id)',
    ],
  },
  replace_primary_key: {
    before: people(key),
    after: person([a('integer', { nullable: false }), column('b', 'integer')], {
      primaryKey: { name: 'people_pkey', columns: ['id', 'a'] },
    }),
    steps: [
      'contract: create unique index concurrently _rq_people_pkey on public.people using btree (id, a)',
      '  back: drop index concurrently public._rq_people_pkey',
      'contract: alter table public.people drop constraint people_pkey; alter table public.people add constraint people_pkey primary key using index _rq_people_pkey',
      '  back: alter table public.people drop constraint people_pkey; alter table public.people add constraint people_pkey primary key (id)',
    ],
  },
  add_unique: {
    before: people({}),
    after: people({ uniques: [unique('people_a_key', ['a'], { nullsNotDistinct: true })] }),
    steps: [
      'validate: create unique index concurrently people_a_key on public.people using btree (a) nulls not distinct',
      '  back: drop index concurrently public.people_a_key',
      'validate: alter table public.people add constraint people_a_key unique using index people_a_key',
      '  back: alter table public.people drop constraint people_a_key',
    ],
  },
  drop_unique: {
    before: people({ uniques: [unique('people_a_key', ['a'])] }),
    after: people({}),
    steps: [
      'expand: alter table public.people drop constraint people_a_key',
      '  back: alter table public.people add constraint people_a_key unique (a)',
    ],
  },
  replace_unique: {
    before: people({ uniques: [unique('people_a_key', ['a'])] }),
    after: people({ uniques: [unique('people_a_key', ['a', 'b'])] }),
    steps: [
      'contract: create unique index concurrently _rq_people_a_key on public.people using btree (a, b)',
      '  back: drop index concurrently public._rq_people_a_key',
      'contract: alter table public.people drop constraint people_a_key; alter table public.people add constraint people_a_key unique using index _rq_people_a_key',
      '  back: alter table public.people drop constraint people_a_key; alter table public.people add constraint people_a_key unique (a)',
    ],
  },
  add_check: {
    before: people({}),
    after: people({ checks: [check('a_small', 'a < 9')] }),
    steps: [
      'expand: alter table public.people add constraint a_small check (a < 9) not valid',
      '  back: alter table public.people drop constraint a_small',
      'validate: alter table public.people validate constraint a_small',
      '  back: nothing',
    ],
  },
  drop_check: {
    before: people({ checks: [check('a_small', 'a < 9')] }),
    after: people({}),
    steps: [
      'expand: alter table public.people drop constraint a_small',
      '  back: alter table public.people add constraint a_small check (a < 9)',
    ],
  },
  replace_check: {
    before: people({ checks: [check('a_small', 'a < 9')] }),
    after: people({ checks: [check('a_small', 'a < 5')] }),
    steps: [
      'expand: alter table public.people drop constraint a_small; alter table public.people add constraint a_small check (a < 5) not valid',
      '  back: alter table public.people drop constraint a_small; alter table public.people add constraint a_small check (a < 9)',
      'validate: alter table public.people validate constraint a_small',
      '  back: nothing',
    ],
  },
  add_foreign_key: {
    before: people({}),
    after: people({ foreignKeys: [foreignKey('people_a_fkey', ['a'], 'tiers', { onDelete: 'cascade' })] }),
    steps: [
      'expand: alter table public.people add constraint people_a_fkey foreign key (a) references public.tiers (id) on delete cascade not valid',
      '  back: alter table public.people drop constraint people_a_fkey',
      'validate: alter table public.people validate constraint people_a_fkey',
      '  back: nothing',
    ],
  },
  drop_foreign_key: {
    before: people({ foreignKeys: [foreignKey('people_a_fkey', ['a'], 'tiers')] }),
    after: people({}),
    steps: [
      'expand: alter table public.people drop constraint people_a_fkey',
      '  back: alter table public.people add constraint people_a_fkey foreign key (a) references public.tiers (id)',
    ],
  },
  replace_foreign_key: {
    before: people({ foreignKeys: [foreignKey('people_a_fkey', ['a'], 'tiers')] }),
    after: people({ foreignKeys: [foreignKey('people_a_fkey', ['a'], 'tiers', { onDelete: 'set_null' })] }),
    steps: [
      'expand: alter table public.people drop constraint people_a_fkey; alter table public.people add constraint people_a_fkey foreign key (a) references public.tiers (id) on delete set null not valid',
      '  back: alter table public.people drop constraint people_a_fkey; alter table public.people add constraint people_a_fkey foreign key (a) references public.tiers (id)',
      'validate: alter table public.people validate constraint people_a_fkey',
      '  back: nothing',
    ],
  },
  validate_constraint: {
    before: people({ checks: [check('a_small', 'a < 9', { validated: false })] }),
    after: people({ checks: [check('a_small', 'a < 9')] }),
    steps: ['validate: alter table public.people validate constraint a_small', '  back: nothing'],
  },
  rename_constraint: {
    before: people({ checks: [check('a_small', 'a < 9')] }),
    after: people({ checks: [check('a_tiny', 'a < 9')] }),
    steps: [
      'expand: alter table public.people rename constraint a_small to a_tiny',
      '  back: alter table public.people rename constraint a_tiny to a_small',
    ],
  },
  create_index: {
    before: people({}),
    after: people({ indexes: [index('people_a_idx', ['a'], { comment: 'for the report' })] }),
    steps: [
      'expand: create index concurrently people_a_idx on public.people using btree (a)',
      '  back: drop index concurrently public.people_a_idx',
      "expand: comment on index public.people_a_idx is 'for the report'",
      '  back: comment on index public.people_a_idx is null',
    ],
  },
  drop_index: {
    before: people({ indexes: [index('people_a_idx', ['a'], { comment: 'for the report' })] }),
    after: people({}),
    steps: [
      'contract: comment on index public.people_a_idx is null',
      "  back: comment on index public.people_a_idx is 'for the report'",
      'contract: drop index concurrently public.people_a_idx',
      '  back: create index concurrently people_a_idx on public.people using btree (a)',
    ],
  },
  replace_index: {
    before: people({ indexes: [index('people_a_idx', ['a'])] }),
    after: people({ indexes: [index('people_a_idx', ['a'], { where: 'b > 0' })] }),
    steps: [
      'expand: create index concurrently _rq_n_people_a_idx on public.people using btree (a) where b > 0',
      '  back: drop index concurrently public._rq_n_people_a_idx',
      'expand: alter index public.people_a_idx rename to _rq_o_people_a_idx; alter index public._rq_n_people_a_idx rename to people_a_idx',
      '  back: alter index public.people_a_idx rename to _rq_n_people_a_idx; alter index public._rq_o_people_a_idx rename to people_a_idx',
      'expand: drop index concurrently public._rq_o_people_a_idx',
      '  back: create index concurrently _rq_o_people_a_idx on public.people using btree (a)',
    ],
  },
  rename_index: {
    before: people({ indexes: [index('by_a', ['a'])] }),
    after: people({ indexes: [index('people_a_idx', ['a'])] }),
    steps: [
      'expand: alter index public.by_a rename to people_a_idx',
      '  back: alter index public.people_a_idx rename to by_a',
    ],
  },
  run_backfill: {
    before: people(key),
    after: people(key),
    backfills: [backfill('people', { a: 'b' }, 'a is null')],
    steps: [
      'backfill: backfill fill along id, old values in _rq_fill',
      '  back: restore fill along id, old values in _rq_fill',
    ],
  },
}

describe.for(Object.entries(examples))('%s', ([kind, { before, after, steps, ...parts }]) => {
  test('is carried out and taken back by', () => {
    const plan = planOf(before, after, parts)
    const own = plan.steps.filter((step) => step.change === kind)
    // What follows `_rq_` are hashes of the plan and of the name.
    expect(own.flatMap(spelled).map((line) => line.replaceAll(/_rq_[0-9a-f]{8}_[0-9a-f]{6}_/g, '_rq_'))).toEqual(steps)
  })

  test('says what it does, to what and why, and how far it can be taken back', () => {
    const own = planOf(before, after, parts).steps.filter((step) => step.change === kind)
    for (const { title, reason, inverse, action } of own) {
      expect(title).toMatch(/people|customers|status|tiers/)
      expect(reason).not.toBe('')
      expect(inverse.exactness).toBe(kind === 'extend_enum' ? 'lossy' : 'exact')
      if (inverse.exactness !== 'exact' || inverse.action.kind === 'nothing') expect(inverse.note).not.toBe('')
      if (action.kind === 'ddl' && action.statements.some(({ transactional }) => !transactional)) {
        expect(action.statements).toHaveLength(1)
        expect(action.probe).not.toBeNull()
      }
    }
  })
})

function spelled({ phase, action, inverse }: Step): string[] {
  return [`${phase}: ${text(action)}`, `  back: ${text(inverse.action)}`, ...discard(inverse)]
}

function discard({ discard: instead }: Inverse): string[] {
  return instead === null ? [] : [`  when unused: ${text(instead.action)}`]
}

function text(action: Action | Inverse['action']): string {
  switch (action.kind) {
    case 'ddl':
      return action.statements.map(({ sql }) => sql.replaceAll(/\s+/g, ' ')).join('; ')
    case 'backfill':
    case 'restore':
      return `${action.kind} ${action.backfill.name} along ${action.key.map(({ column: name }) => name).join(', ') || 'the row position'}, old values in ${action.archive?.name ?? 'nothing'}`
    case 'nothing':
      return 'nothing'
  }
}
