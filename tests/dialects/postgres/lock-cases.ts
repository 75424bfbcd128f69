import { postgres } from '../../../src/dialects/postgres/dialect.ts'
import type { Shim } from '../../../src/dialects/shim-words.ts'
import type { Column } from '../../../src/model/column.ts'
import type { Constraint } from '../../../src/model/constraint.ts'
import { emptySchema } from '../../../src/model/schema.ts'
import type { Statement } from '../../../src/model/statement.ts'
import { columnOf, type Table } from '../../../src/model/table.ts'
import { grant, owner, policy, rowSecurity, statistics } from '../../support/access.ts'
import { foreignKey, named } from './samples.ts'
import { check, column, index, key, table, unique } from '../../support/tables.ts'

const { words } = postgres

/** The tables that every case starts from. */
export const ddl = `
  create table parent (id int primary key);
  create table child (
    id bigint primary key, n int, s varchar(20), free varchar(20), t text, num numeric(10,2), ts timestamp, at timestamp,
    parent_id int, e text, w text, low text generated always as (lower(t)) stored,
    constraint positive check (n > 0), constraint short check (s <> 'x'),
    constraint child_parent_fk foreign key (parent_id) references parent (id),
    constraint child_t_key unique (t));
  create index child_at_idx on child (at);
  create index child_w_idx on child (w);
  create index child_low_idx on child (lower(free));
  create unique index child_n_idx on child (n);
  create index child_spare_idx on child (num);
  insert into parent select 1;
  insert into child (id, n, s, free, t, num, ts, at, parent_id) select i, i, 's', 'f', 't' || i, i, now(), now(), 1 from generate_series(1, 100) i`

export const child = named('child')
const parent = named('parent')

const primaryKey: Constraint = { kind: 'primary_key', definition: { name: 'child_pkey', columns: ['id'] } }
const uniqueN: Constraint = { kind: 'unique', definition: unique('child_n_key', ['n']) }
const aCheck = (validated: boolean): Constraint => ({
  kind: 'check',
  definition: { ...check('small', 'n < 1000'), validated },
})
const aForeignKey = (validated: boolean): Constraint => ({
  kind: 'foreign_key',
  definition: foreignKey('another_fk', ['n'], 'parent', ['id'], {
    validated,
    onDelete: 'set_null',
    deferrable: 'initially_deferred',
  }),
})

const own = { using: 'n > 0', comment: 'Own' }
const aPrivilege = { privileges: ['update'], grantable: [] }
const altered = { using: 'n > 1', roles: ['app'] }

const shim: Shim = {
  name: named('old_child'),
  base: child,
  columns: [{ name: 'number', of: 'id' }],
  asInvoker: false,
  access: [{ ...owner('app_owner', 'old_child'), on: { kind: 'view', name: named('old_child') } }],
}

/** One form of one word, on the tables of `ddl` after `before`. */
export interface Case {
  readonly name: string
  readonly before?: string
  readonly from?: number
  readonly statement: (now: Table) => Statement | readonly Statement[]
}

export const cases: readonly Case[] = [
  {
    name: 'createTable',
    statement: () =>
      words.createTable(
        table('fresh', [column('a', 'integer', { nullable: false })], {
          primaryKey: { name: 'fresh_pkey', columns: ['a'] },
        }),
      ),
  },
  {
    name: 'dropTable',
    before: 'alter table child drop constraint child_parent_fk',
    statement: () => words.dropTable(child),
  },
  { name: 'renameTable', statement: () => words.renameTable(child, named('kid')) },
  { name: 'addColumn', statement: () => words.addColumn(child, column('x', 'text')) },
  {
    name: 'addColumn with a constant',
    statement: () => words.addColumn(child, column('x', 'integer', { default: '7', nullable: false })),
  },
  {
    name: 'addColumn with a stable default',
    statement: () => words.addColumn(child, column('x', 'timestamp with time zone', { default: 'now()' })),
  },
  {
    name: 'addColumn with a cast',
    statement: () =>
      words.addColumn(child, column('x', 'character varying(3)', { default: `'abc'::character varying(3)` })),
  },
  {
    name: 'addColumn with a volatile default',
    statement: () => words.addColumn(child, column('x', 'uuid', { default: 'gen_random_uuid()' })),
  },
  {
    name: 'addColumn with identity',
    statement: () => words.addColumn(child, column('x', 'bigint', { identity: 'by_default', nullable: false })),
  },
  {
    name: 'addColumn stored',
    statement: () =>
      words.addColumn(child, column('x', 'text', { generated: { expression: 'upper(t)', stored: true } })),
  },
  {
    name: 'addColumn virtual',
    from: 18,
    statement: () =>
      words.addColumn(child, column('x', 'text', { generated: { expression: 'upper(t)', stored: false } })),
  },
  { name: 'dropColumn', statement: () => words.dropColumn(child, 'num') },
  { name: 'renameColumn', statement: () => words.renameColumn(child, 'num', 'select') },
  { name: 'setDefault', statement: () => words.setDefault(child, 'num', '1 + 1') },
  { name: 'setDefault to none', statement: () => words.setDefault(child, 'num', null) },
  { name: 'setNotNull', statement: () => words.setNotNull(child, column('num', 'numeric'), false) },
  {
    name: 'dropNotNull',
    before: 'alter table child alter num set not null',
    statement: () => words.dropNotNull(child, 'num'),
  },
  {
    name: 'addNotNullUnproven',
    from: 18,
    statement: () => words.addNotNullUnproven(child, column('num', 'numeric'), 'child_num_not_null'),
  },
  {
    name: 'setNotNull with a name',
    from: 18,
    statement: () => words.setNotNull(child, column('num', 'numeric', { notNull: { name: 'given' } }), false),
  },
  {
    name: 'setNotNullInherit',
    from: 18,
    before: 'alter table child alter num set not null',
    statement: () => words.setNotNullInherit(child, 'child_num_not_null', false),
  },
  {
    name: 'setIdentity',
    before: 'alter table child alter num drop default, alter n set not null',
    statement: (now) => words.setIdentity(child, col(now, 'n'), { ...col(now, 'n'), identity: 'always' }),
  },
  {
    name: 'setGenerated to plain',
    statement: (now) => words.setGenerated(child, col(now, 'low'), { ...col(now, 'low'), generated: null }),
  },
  {
    name: 'setGenerated to another expression',
    from: 17,
    statement: (now) =>
      words.setGenerated(child, col(now, 'low'), {
        ...col(now, 'low'),
        generated: { expression: 'upper(t)', stored: true },
      }),
  },
  {
    name: 'setType wider, unindexed',
    before: 'drop index child_low_idx',
    statement: (now) => retype(now, 'free', 'character varying(30)'),
  },
  { name: 'setType wider, in an expression index', statement: (now) => retype(now, 'free', 'text') },
  { name: 'setType wider, in a check', statement: (now) => retype(now, 's', 'text') },
  { name: 'setType narrower', statement: (now) => retype(now, 'free', 'character varying(10)') },
  { name: 'setType int to bigint', statement: (now) => retype(now, 'n', 'bigint') },
  { name: 'setType numeric wider', statement: (now) => retype(now, 'num', 'numeric(12,2)') },
  { name: 'setType numeric scale', statement: (now) => retype(now, 'num', 'numeric(12,3)') },
  {
    name: 'setType timestamp to timestamptz, unindexed',
    statement: (now) => retype(now, 'ts', 'timestamp with time zone'),
  },
  {
    name: 'setType timestamp to timestamptz, indexed',
    statement: (now) => retype(now, 'at', 'timestamp with time zone'),
  },
  { name: 'setType of a foreign key', statement: (now) => retype(now, 'parent_id', 'bigint') },
  { name: 'setType text to integer', statement: (now) => retype(now, 'e', 'integer') },
  {
    name: 'setType collation, indexed',
    statement: (now) => words.setType(now, col(now, 'w'), { ...col(now, 'w'), collation: 'C' }, [], []),
  },
  {
    name: 'add primary key',
    before: 'alter table child drop constraint child_pkey',
    statement: () => words.addConstraint(child, primaryKey),
  },
  { name: 'add unique', statement: () => words.addConstraint(child, uniqueN) },
  { name: 'add unique using index', statement: () => words.addConstraintUsingIndex(child, uniqueN, 'child_n_idx') },
  { name: 'add check', statement: () => words.addConstraint(child, aCheck(true)) },
  { name: 'add check not valid', statement: () => words.addConstraint(child, aCheck(false)) },
  {
    name: 'validate check',
    before: 'alter table child add constraint small check (n < 1000) not valid',
    statement: () => words.validateConstraint(child, aCheck(true)),
  },
  {
    name: 'add foreign key',
    before: 'insert into parent select generate_series(2, 100)',
    statement: () => words.addConstraint(child, aForeignKey(true)),
  },
  { name: 'add foreign key not valid', statement: () => words.addConstraint(child, aForeignKey(false)) },
  {
    name: 'validate foreign key',
    before:
      'insert into parent select generate_series(2, 100); alter table child add constraint another_fk foreign key (n) references parent not valid',
    statement: () => words.validateConstraint(child, aForeignKey(true)),
  },
  {
    name: 'drop foreign key',
    statement: (now) => words.dropConstraint(child, { kind: 'foreign_key', definition: first(now.foreignKeys) }),
  },
  { name: 'drop primary key', statement: () => words.dropConstraint(child, primaryKey) },
  {
    name: 'drop check',
    statement: (now) => words.dropConstraint(child, { kind: 'check', definition: first(now.checks) }),
  },
  {
    name: 'setDeferrable',
    statement: (now) => words.setDeferrable(child, { ...first(now.foreignKeys), deferrable: 'initially_deferred' }),
  },
  {
    name: 'setDeferrable to not',
    before: 'alter table child alter constraint child_parent_fk deferrable',
    statement: (now) => words.setDeferrable(child, { ...first(now.foreignKeys), deferrable: 'no' }),
  },
  {
    name: 'setIndexOptions',
    statement: () => words.setIndexOptions(child, 'child_at_idx', {}, { fillfactor: '70', deduplicate_items: 'off' }),
  },
  {
    name: 'setIndexOptions of GIN',
    before: 'create index child_gin on child using gin (to_tsvector($$simple$$, t))',
    statement: () => words.setIndexOptions(child, 'child_gin', {}, { fastupdate: 'off' }),
  },
  { name: 'renameConstraint', statement: () => words.renameConstraint(child, 'child_t_key', 'Other "key"') },
  {
    name: 'createIndex',
    statement: () =>
      words.createIndex(
        child,
        index(
          'i',
          [
            key('n', { order: 'desc', nulls: 'last' }),
            key({ expression: 'lower(t)' }, { nulls: 'first', collation: 'C' }),
          ],
          { where: 'n > 1', include: ['t'], unique: true },
        ),
        false,
      ),
  },
  { name: 'dropIndex', statement: () => words.dropIndex(child, 'child_at_idx', false) },
  { name: 'renameIndex', statement: () => words.renameIndex(child, 'child_spare_idx', 'spare') },
  { name: 'comment on a table', statement: () => words.comment({ kind: 'table', name: child }, `it's \\ "quoted"`) },
  { name: 'comment on a column', statement: () => words.comment({ kind: 'column', table: child, name: 't' }, null) },
  {
    name: 'comment on an index',
    statement: () => words.comment({ kind: 'index', table: child, name: named('child_spare_idx') }, 'x'),
  },
  { name: 'create a policy', statement: () => words.objects.create(policy('own', 'child', own)) },
  {
    name: 'alter a policy',
    before: 'create policy own on child',
    statement: () =>
      words.objects.alter(policy('own', 'child', own), policy('own', 'child', altered), emptySchema) ?? [],
  },
  {
    name: 'rename and drop a policy',
    before: 'create policy own on child; create policy other on child',
    statement: () => [
      ...words.objects.rename(policy('own', 'child'), named('mine')),
      ...words.objects.drop(policy('other', 'child')),
    ],
  },
  { name: 'row security', statement: () => words.objects.create(rowSecurity('child', { forced: true })) },
  {
    name: 'no row security',
    before: 'alter table child enable row level security',
    statement: () => words.objects.drop(rowSecurity('child')),
  },
  {
    name: 'create statistics',
    statement: () =>
      words.objects.create(statistics('s', 'child', { columns: ['n', 's'], target: 7, comment: 'Correlated' })),
  },
  {
    name: 'rename and drop statistics',
    before: 'create statistics s on n, s from child; create statistics other on n, t from child',
    statement: () => [
      ...words.objects.rename(statistics('s', 'child'), named('mine')),
      ...words.objects.drop(statistics('other', 'child')),
    ],
  },
  {
    name: 'grant and revoke',
    before: 'grant select, update on child to app',
    statement: () => [
      ...words.objects.create(grant('reporting', 'child', { privileges: ['select'], columns: { n: aPrivilege } })),
      ...(words.objects.alter(
        grant('app', 'child', { privileges: ['select', 'update'] }),
        grant('app', 'child', { privileges: ['select'], grantable: ['select'] }),
      ) ?? []),
    ],
  },
  { name: 'owner', statement: () => words.objects.create(owner('app_owner', 'child')) },
  { name: 'analyze', statement: () => words.analyze(child, ['n', 't']) },
  { name: 'lockTable', statement: () => words.lockTable(parent, 'share_row_exclusive') },
  { name: 'shims.create', statement: () => words.shims.create(shim) },
  {
    name: 'shims.drop',
    before: 'create view old_child as select id from child',
    statement: () => words.shims.drop(shim),
  },
  {
    name: 'quarantineTable',
    before: 'alter table child drop constraint child_parent_fk',
    statement: (now) => words.quarantineTable(now, named('_rq_1_child', 'reconcile_quarantine'), [], []),
  },
]

function retype(now: Table, name: string, type: string): Statement {
  return words.setType(now, col(now, name), { ...col(now, name), type }, [], [])
}

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
