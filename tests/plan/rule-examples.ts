import type { Exclusion } from '../../src/model/constraint.ts'
import { backfill } from '../support/schemas.ts'
import { check, column, foreignKey, index, unique } from '../support/tables.ts'
import { a, type Example, key, people, person } from './example.ts'

const alone: Exclusion = {
  name: 'alone',
  comment: 'each once',
  method: 'btree',
  elements: [{ on: { column: 'a' }, order: 'asc', nulls: 'last', collation: null, opclass: null, operator: '=' }],
  where: 'b > 0',
  deferrable: 'initially_immediate',
}

/** Constraints, indexes and backfills. */
export const ruleExamples = {
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
      'contract: alter table public.people drop constraint people_a_key',
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
  add_exclusion: {
    before: people({}),
    after: people({ exclusions: [alone] }),
    steps: [
      "validate: alter table public.people add constraint alone exclude using btree (a with =) where (b > 0) deferrable; comment on constraint alone on public.people is 'each once'",
      '  back: alter table public.people drop constraint alone',
    ],
  },
  drop_exclusion: {
    before: people({ exclusions: [alone] }),
    after: people({}),
    steps: [
      'expand: alter table public.people drop constraint alone',
      "  back: alter table public.people add constraint alone exclude using btree (a with =) where (b > 0) deferrable; comment on constraint alone on public.people is 'each once'",
    ],
  },
  replace_exclusion: {
    before: people({ exclusions: [alone] }),
    after: people({ exclusions: [{ ...alone, where: null }] }),
    steps: [
      "contract: alter table public.people drop constraint alone; alter table public.people add constraint alone exclude using btree (a with =) deferrable; comment on constraint alone on public.people is 'each once'",
      "  back: alter table public.people drop constraint alone; alter table public.people add constraint alone exclude using btree (a with =) where (b > 0) deferrable; comment on constraint alone on public.people is 'each once'",
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
  change_deferrable: {
    before: people({ foreignKeys: [foreignKey('people_a_fkey', ['a'], 'tiers')] }),
    after: people({ foreignKeys: [foreignKey('people_a_fkey', ['a'], 'tiers', { deferrable: 'initially_deferred' })] }),
    steps: [
      'expand: alter table public.people alter constraint people_a_fkey deferrable initially deferred',
      '  back: alter table public.people alter constraint people_a_fkey not deferrable',
    ],
  },
  validate_constraint: {
    before: people({ checks: [check('a_small', 'a < 9', { validated: false })] }),
    after: people({ checks: [check('a_small', 'a < 9')] }),
    steps: [
      'validate: alter table public.people validate constraint a_small',
      '  back: alter table public.people drop constraint a_small; alter table public.people add constraint a_small check (a < 9) not valid',
    ],
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
      'contract: alter index public.people_a_idx rename to _rq_o_people_a_idx; alter index public._rq_n_people_a_idx rename to people_a_idx',
      '  back: alter index public.people_a_idx rename to _rq_n_people_a_idx; alter index public._rq_o_people_a_idx rename to people_a_idx',
      'contract: drop index concurrently public._rq_o_people_a_idx',
      '  back: create index concurrently _rq_o_people_a_idx on public.people using btree (a)',
    ],
  },
  change_index_options: {
    before: people({ indexes: [index('people_a_idx', ['a'], { options: { fillfactor: '70' } })] }),
    after: people({ indexes: [index('people_a_idx', ['a'], { options: { deduplicate_items: 'off' } })] }),
    steps: [
      'expand: alter index public.people_a_idx set (deduplicate_items = off); alter index public.people_a_idx reset (fillfactor)',
      '  back: alter index public.people_a_idx set (fillfactor = 70); alter index public.people_a_idx reset (deduplicate_items)',
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
} satisfies Record<string, Example>
