import { connect, type SqliteSession } from '../../../src/dialects/sqlite/connect.ts'
import { createIndex } from '../../../src/dialects/sqlite/words/indexes.ts'
import { createTable } from '../../../src/dialects/sqlite/words/tables.ts'
import type { Change } from '../../../src/model/change.ts'
import type { Column } from '../../../src/model/column.ts'
import { columnOf } from '../../../src/model/table.ts'
import { foreignKey, index, main, run, table } from './tables.ts'
import { check, column, unique } from '../../support/tables.ts'

export const t = main('t')
export const start = table(
  't',
  [
    column('id', 'integer', { nullable: false }),
    column('a', 'text', { nullable: false }),
    column('b', 'integer'),
    column('c', 'integer', { nullable: false }),
    column('d', 'integer', { default: '1' }),
    column('e', 'text'),
    column('f', 'integer'),
    column('g', 'text', { generated: { expression: 'upper(e)', stored: true } }),
    column('v', 'text', { generated: { expression: 'lower(e)', stored: false } }),
    column('w', 'text', { nullable: false, default: "'w'" }),
    column('_rq_1_gone', 'text'),
  ],
  {
    primaryKey: { name: 't_pkey', columns: ['id'] },
    uniques: [unique('t_id_a_key', ['id', 'a']), unique('u', ['id', 'd'])],
    checks: [check('positive', 'd > 0'), check('t_f_check', 'f > 0')],
    foreignKeys: [foreignKey('t_f_fkey', ['f'], 'p', ['id'], { onDelete: 'cascade' })],
    indexes: [index('t_a_idx', ['a']), index('t_e_idx', ['e']), index('t_w_idx', ['w'])],
  },
)

export interface Edit {
  readonly name: string
  /** Members that it touches: edits of the same member are no pair. */
  readonly of: readonly string[]
  readonly changes: readonly Change[]
}

export const columnNamed = (name: string): Column => columnOf(start, name) ?? column(name, 'text')

function alter(
  kind: 'change_type' | 'change_collation' | 'change_default' | 'change_generated' | 'set_not_null' | 'drop_not_null',
  name: string,
  edit: Partial<Column>,
): Edit {
  const before = columnNamed(name)
  return { name: `${kind} ${name}`, of: [name], changes: [{ kind, table: t, before, after: { ...before, ...edit } }] }
}

function added(name: string, more: Partial<Column>, type = 'text'): Edit {
  return {
    name: `add_column ${name}`,
    of: [name],
    changes: [{ kind: 'add_column', table: t, column: column(name, type, more) }],
  }
}

function backfill(name: string): Change {
  return {
    kind: 'run_backfill',
    backfill: {
      name: `fill_${name}`,
      table: t,
      set: [{ column: name, expression: "'filled'" }],
      where: `${name} is null`,
      batch: { rows: 10, targetMs: 100 },
    },
  }
}

const uniqueId = unique('t_id_a_key', ['id', 'a'])
const edits: readonly Edit[] = [
  added('n1', {}),
  added('n2', { nullable: false, default: "'five'", collation: 'nocase' }),
  added('n3', { nullable: false, default: 'current_timestamp' }),
  added('n4', { generated: { expression: "a || '!'", stored: true } }),
  added('n5', { generated: { expression: 'length(a)', stored: false } }, 'integer'),
  { name: 'add_column n6, filled', of: ['n6'], changes: [...added('n6', { nullable: false }).changes, backfill('n6')] },
  {
    name: 'add_column n7, filled, with a default',
    of: ['n7'],
    changes: [...added('n7', { nullable: false, default: "lower('X')" }).changes, backfill('n7')],
  },
  { name: 'drop_column c', of: ['c'], changes: [{ kind: 'drop_column', table: t, column: columnNamed('c') }] },
  { name: 'drop_column g', of: ['g'], changes: [{ kind: 'drop_column', table: t, column: columnNamed('g') }] },
  { name: 'drop_column v', of: ['v'], changes: [{ kind: 'drop_column', table: t, column: columnNamed('v') }] },
  alter('change_type', 'b', { type: 'text' }),
  alter('change_collation', 'e', { collation: 'nocase' }),
  alter('change_default', 'b', { default: '7' }),
  alter('change_default', 'w', { default: "'x'" }),
  alter('change_generated', 'g', { generated: { expression: 'upper(a)', stored: true } }),
  alter('set_not_null', 'd', { nullable: false }),
  alter('drop_not_null', 'a', { nullable: true }),
  alter('drop_not_null', 'w', { nullable: true }),
  { name: 'add_unique', of: ['u2'], changes: [{ kind: 'add_unique', table: t, definition: unique('u2', ['a']) }] },
  {
    name: 'drop_unique',
    of: ['u'],
    changes: [{ kind: 'drop_unique', table: t, definition: unique('u', ['id', 'd']) }],
  },
  {
    name: 'replace_unique',
    of: ['t_id_a_key'],
    changes: [{ kind: 'replace_unique', table: t, before: uniqueId, after: unique('t_id_a_key', ['a', 'id']) }],
  },
  { name: 'add_check', of: ['c1'], changes: [{ kind: 'add_check', table: t, definition: check('c1', 'd < 100') }] },
  {
    name: 'drop_check',
    of: ['positive'],
    changes: [{ kind: 'drop_check', table: t, definition: check('positive', 'd > 0') }],
  },
  {
    name: 'drop_check that may be unnamed',
    of: ['t_f_check'],
    changes: [{ kind: 'drop_check', table: t, definition: check('t_f_check', 'f > 0') }],
  },
  {
    name: 'replace_check',
    of: ['positive'],
    changes: [
      { kind: 'replace_check', table: t, before: check('positive', 'd > 0'), after: check('positive', 'd > -1') },
    ],
  },
  {
    name: 'add_foreign_key',
    of: ['fk2'],
    changes: [{ kind: 'add_foreign_key', table: t, definition: foreignKey('fk2', ['d'], 'p', ['id']) }],
  },
  {
    name: 'drop_foreign_key',
    of: ['t_f_fkey'],
    changes: [{ kind: 'drop_foreign_key', table: t, definition: start.foreignKeys[0] ?? foreignKey('', [], '', []) }],
  },
  {
    name: 'create_index',
    of: ['i2'],
    changes: [{ kind: 'create_index', table: t, index: index('i2', ['b', 'a'], { where: 'd > 0' }) }],
  },
  {
    name: 'create_index unique',
    of: ['i3'],
    changes: [{ kind: 'create_index', table: t, index: index('i3', ['a', 'w'], { unique: true }) }],
  },
  { name: 'drop_index', of: ['t_a_idx'], changes: [{ kind: 'drop_index', table: t, index: index('t_a_idx', ['a']) }] },
  {
    name: 'replace_index',
    of: ['t_e_idx'],
    changes: [
      { kind: 'replace_index', table: t, before: index('t_e_idx', ['e']), after: index('t_e_idx', ['e', 'a']) },
    ],
  },
  {
    name: 'rename_index',
    of: ['t_w_idx'],
    changes: [{ kind: 'rename_index', table: t, from: 't_w_idx', to: 't_w_index' }],
  },
  {
    name: 'replace_primary_key',
    of: ['t_pkey'],
    changes: [
      {
        kind: 'replace_primary_key',
        table: t,
        before: { name: 't_pkey', columns: ['id'] },
        after: { name: 't_pkey', columns: ['id', 'w'] },
      },
    ],
  },
  {
    name: 'rename_constraint',
    of: ['t_pkey'],
    changes: [{ kind: 'rename_constraint', table: t, of: 'primary_key', from: 't_pkey', to: 't_key' }],
  },
]

export const pairs = edits.flatMap((one, at) =>
  [one, ...edits.slice(at + 1)]
    .filter((other) => other === one || !other.of.some((member) => one.of.includes(member)))
    .map((other) => [one, other] as const),
)

/** The table with three rows, and a parent for its foreign key. */
export async function filledTable(): Promise<SqliteSession> {
  const session = await connect('sqlite::memory:')
  await session.execute('create table p (id integer primary key)')
  await session.execute('insert into p values (1), (2), (3)')
  await run(session, [createTable(start), ...start.indexes.map((member) => createIndex(t, member))])
  for (const id of [1, 2, 3]) {
    await session.execute('insert into t (id, a, b, c, d, e, f, _rq_1_gone) values (?, ?, ?, 1, ?, ?, ?, ?)', [
      id,
      `a${id}`,
      id,
      id,
      `E${id}`,
      id,
      'kept',
    ])
  }
  return session
}
