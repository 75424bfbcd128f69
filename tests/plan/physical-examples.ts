import { type Column, usualColumn } from '../../src/model/column.ts'
import type { Sequence } from '../../src/model/objects/sequence.ts'
import type { Schema } from '../../src/model/schema.ts'
import { type SequenceOptions, sequenceOptions } from '../../src/model/sequence-options.ts'
import { type IndexMarks, type TablePhysical, usualTable } from '../../src/model/table.ts'
import { index, unique } from '../support/tables.ts'
import { a, type Example, people, person } from './example.ts'

const kept = (physical: Partial<TablePhysical>): { physical: TablePhysical } => ({
  physical: { ...usualTable, ...physical },
})
const marked = (marks: Partial<IndexMarks>): { physical: TablePhysical } =>
  kept({ marks: { ...usualTable.marks, ...marks } })

const counted = (name: string, said: Partial<SequenceOptions> = {}): Column =>
  a('bigint', { nullable: false, identity: 'serial', sequence: { name, ...sequenceOptions('bigint', said) } })

/** By a sequence that nobody owns. */
function numbered(): Schema {
  const next = "nextval('public.people_a_seq'::regclass)"
  const sequence: Sequence = {
    kind: 'sequence',
    name: { schema: 'public', name: 'people_a_seq' },
    on: null,
    comment: null,
    ...sequenceOptions('bigint'),
  }
  return { ...person([a('bigint', { nullable: false, default: next })]), objects: [sequence] }
}

/** How tables and columns are kept, and how columns count. */
export const physicalExamples = {
  change_physical: {
    before: person([a('text', { physical: { ...usualColumn, statistics: 10, options: { n_distinct: '5' } } })]),
    after: person([
      a('text', { physical: { storage: 'external', compression: 'lz4', statistics: null, options: {} } }),
    ]),
    steps: [
      'expand: alter table public.people alter column a set storage external, alter column a set compression lz4; alter table public.people alter column a set statistics -1, alter column a reset (n_distinct)',
      "  back: do $$ begin execute ( select format('alter table %s alter column %I set storage %s', a.attrelid::regclass, a.attname, case t.typstorage when 'p' then 'plain' when 'e' then 'external' when 'm' then 'main' else 'extended' end) from pg_attribute a join pg_type t on t.oid = a.atttypid where a.attrelid = 'public.people'::regclass and a.attname = 'a'); end $$; alter table public.people alter column a set compression default; alter table public.people alter column a set statistics 10, alter column a set (n_distinct = 5)",
    ],
  },
  change_sequence: {
    before: person([counted('people_a_seq')]),
    after: person([counted('a_seq', { increment: '-1', cycle: true })]),
    steps: [
      "contract: alter sequence public.people_a_seq rename to a_seq; alter sequence public.a_seq as bigint increment by -1 minvalue -9223372036854775808 maxvalue -1 start with -1 cache 1 cycle; select setval('public.a_seq'::regclass, -1, false) from public.a_seq where not is_called and last_value = 1",
      "  back: alter sequence public.a_seq rename to people_a_seq; alter sequence public.people_a_seq as bigint increment by 1 minvalue 1 maxvalue 9223372036854775807 start with 1 cache 1 no cycle; select setval('public.people_a_seq'::regclass, 1, false) from public.people_a_seq where not is_called and last_value = -1",
    ],
  },
  release_sequence: {
    before: person([counted('people_a_seq')]),
    after: numbered(),
    steps: [
      'expand: alter sequence public.people_a_seq owned by none',
      '  back: alter sequence public.people_a_seq owned by public.people.a',
    ],
  },
  own_sequence: {
    before: numbered(),
    after: person([counted('people_a_seq')]),
    steps: [
      'expand: alter sequence public.people_a_seq owned by public.people.a',
      '  back: alter sequence public.people_a_seq owned by none',
    ],
  },
  change_options: {
    before: people(kept({ options: { fillfactor: '90', 'toast.autovacuum_enabled': 'false' } })),
    after: people(kept({ options: { autovacuum_enabled: 'off', fillfactor: '70' } })),
    steps: [
      'expand: alter table public.people set (autovacuum_enabled = off, fillfactor = 70), reset (toast.autovacuum_enabled)',
      '  back: alter table public.people set (fillfactor = 90, toast.autovacuum_enabled = false), reset (autovacuum_enabled)',
    ],
  },
  change_logging: {
    before: people({}),
    after: people(kept({ unlogged: true })),
    steps: ['contract: alter table public.people set unlogged', '  back: alter table public.people set logged'],
  },
  change_access_method: {
    before: people({}),
    after: people(kept({ accessMethod: 'columnar' })),
    steps: [
      'contract: alter table public.people set access method columnar',
      '  back: alter table public.people set access method heap',
    ],
  },
  release_marks: {
    before: people({
      uniques: [unique('people_a_key', ['a'])],
      ...marked({ replicaIdentity: { index: 'people_a_key' }, cluster: 'people_a_key' }),
    }),
    after: people(marked({ cluster: null })),
    steps: [
      'expand: alter table public.people replica identity default; alter table public.people set without cluster',
      '  back: alter table public.people replica identity using index people_a_key; alter table public.people cluster on people_a_key',
    ],
  },
  change_marks: {
    before: people({ indexes: [index('people_a_idx', ['a'])], ...marked({ cluster: 'people_a_idx' }) }),
    after: people({ indexes: [index('people_a_idx', ['a'])], ...marked({ replicaIdentity: 'full' }) }),
    steps: [
      'expand: alter table public.people replica identity full; alter table public.people set without cluster',
      '  back: alter table public.people replica identity default; alter table public.people cluster on people_a_idx',
    ],
  },
} satisfies Record<string, Example>
