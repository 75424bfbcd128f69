import { describe, expect, test } from 'vitest'
import { sqlite } from '../../src/dialects/sqlite/dialect.ts'
import type { Column } from '../../src/model/column.ts'
import type { ForeignKey } from '../../src/model/constraint.ts'
import type { Schema } from '../../src/model/schema.ts'
import type { Table } from '../../src/model/table.ts'
import { backfill, outline, type PlanParts, planOf, schema } from '../support/schemas.ts'
import { check, column, foreignKey, index, inPublic, table, unique } from '../support/tables.ts'

const id = column('id', 'bigint', { nullable: false })
const key = { primaryKey: { name: 'people_pkey', columns: ['id'] } }
const people = (columns: readonly Column[], rest: Partial<Table> = {}): Schema =>
  schema([table('people', [id, ...columns], { ...key, ...rest })])
const all = (before: Schema, after: Schema, parts: PlanParts = {}): string[] => outline(planOf(before, after, parts))
/** Without the trigger that accompanies a backfill. */
const steps = (...given: Parameters<typeof all>): string[] =>
  all(...given).filter((line) => !line.includes('as they are written'))
const tier = column('tier', 'integer')
const fill = backfill('people', { tier: '1' }, 'tier is null')

test('rows are filled as they are written from before the backfill until old versions are gone', () => {
  const required = { ...tier, nullable: false }
  const lines = all(people([]), people([required]), { backfills: [fill] })
  expect(lines.at(1)).toBe('expand: fill rows of people as they are written, by fill')
  expect(lines.at(2)).toBe('backfill: backfill people.fill')
  expect(lines.at(-1)).toBe('contract: stop filling rows of people as they are written')
})

describe('what follows a backfill lands in validate', () => {
  test('an index on the column', () => {
    expect(
      steps(people([]), people([tier], { indexes: [index('people_tier_idx', ['tier'])] }), { backfills: [fill] }),
    ).toEqual([
      'expand: add column people.tier',
      'backfill: backfill people.fill',
      'validate: create index people_tier_idx on people',
    ])
  })

  test('an index whose expression or predicate mentions it', () => {
    const partial = index('people_idx', ['id'], { where: 'tier > 1' })
    expect(steps(people([]), people([tier], { indexes: [partial] }), { backfills: [fill] }).at(-1)).toBe(
      'validate: create index people_idx on people',
    )
  })

  test('a check on the column: its rows would not pass before', () => {
    expect(
      steps(people([]), people([tier], { checks: [check('tier_known', 'tier > 0')] }), { backfills: [fill] }),
    ).toEqual([
      'expand: add column people.tier',
      'backfill: backfill people.fill',
      'validate: add check tier_known on people for new rows',
      'validate: validate check tier_known on people',
    ])
  })

  test('an index on another column does not wait', () => {
    const [, second] = steps(people([]), people([tier], { indexes: [index('people_id_idx', ['id'])] }), {
      backfills: [fill],
    })
    expect(second).toBe('expand: create index people_id_idx on people')
  })

  test('a new required column: nullable, filled, and required of old writers only behind the gate', () => {
    expect(steps(people([]), people([{ ...tier, nullable: false }]), { backfills: [fill] })).toEqual([
      'expand: add column people.tier',
      'backfill: backfill people.fill',
      'contract: require people.tier of new rows',
      'contract: prove that people.tier has no NULL',
    ])
  })

  test('an old column that becomes required: no need to wait for the gate', () => {
    expect(steps(people([tier]), people([{ ...tier, nullable: false }]), { backfills: [fill] })).toEqual([
      'backfill: backfill people.fill',
      'validate: require people.tier of new rows',
      'validate: prove that people.tier has no NULL',
    ])
  })
})

describe('a foreign key', () => {
  const orders = (rest: Partial<Table>): Table => table('orders', [id, column('owner', 'bigint')], rest)
  const owner = foreignKey('orders_owner_fkey', ['owner'], 'people')

  test('comes after the key that it references', () => {
    const bare = schema([orders({}), table('people', [id])])
    const wanted = schema([orders({ foreignKeys: [owner] }), table('people', [id], key)])
    expect(steps(bare, wanted)).toEqual([
      'validate: create unique index people_pkey on people',
      'validate: add primary key people_pkey on people',
      'validate: add foreign key orders_owner_fkey on orders for new rows',
      'validate: validate foreign key orders_owner_fkey on orders',
    ])
  })

  test('also when that is a unique constraint, or a unique index', () => {
    const phone = column('phone', 'text', { nullable: false })
    const before = schema([table('orders', [id, column('phone', 'text')]), table('people', [id, phone])])
    const toPhone = foreignKey('orders_phone_fkey', ['phone'], 'people', {
      references: { table: inPublic('people'), columns: ['phone'] },
    })
    const after = (rest: Partial<Table>): Schema =>
      schema([
        table('orders', [id, column('phone', 'text')], { foreignKeys: [toPhone] }),
        table('people', [id, phone], rest),
      ])
    for (const rest of [
      { uniques: [unique('people_phone_key', ['phone'])] },
      { indexes: [index('people_phone_key', ['phone'], { unique: true })] },
    ]) {
      const found = steps(before, after(rest))
      expect(found[0]).toBe('validate: create unique index people_phone_key on people')
      expect(found.at(-1)).toBe('validate: validate foreign key orders_phone_fkey on orders')
    }
  })

  test('between two new tables comes after both, in one phase with them', () => {
    expect(steps(schema([]), schema([orders({ foreignKeys: [owner] }), table('people', [id], key)]))).toEqual([
      'expand: create table orders',
      'expand: create table people',
      'expand: add foreign key orders_owner_fkey on orders',
    ])
  })

  test('of a table that goes is dropped first, so that no lock is taken twice', () => {
    const before = schema([orders({ foreignKeys: [owner] }), table('people', [id], key)])
    expect(steps(before, schema([]))).toEqual([
      'contract: drop foreign key orders_owner_fkey on orders',
      'contract: put table people aside',
      'contract: put table orders aside',
    ])
  })

  test('that deletes rows itself is there as long as old versions are, one that only refuses is not', () => {
    const before = (rest: Partial<ForeignKey>): Schema =>
      schema([orders({ foreignKeys: [{ ...owner, ...rest }] }), table('people', [id], key)])
    const after = schema([orders({}), table('people', [id], key)])
    expect(steps(before({ onDelete: 'cascade' }), after)).toEqual([
      'contract: drop foreign key orders_owner_fkey on orders',
    ])
    expect(steps(before({ onUpdate: 'set_null' }), after)[0]).toMatch(/^contract/)
    expect(steps(before({ onDelete: 'restrict' }), after)).toEqual([
      'expand: drop foreign key orders_owner_fkey on orders',
    ])
  })

  test('goes before the key it references goes', () => {
    const before = schema([
      orders({ foreignKeys: [owner] }),
      table('people', [id], { uniques: [unique('people_id_key', ['id'])] }),
    ])
    expect(steps(before, schema([orders({}), table('people', [id])]))).toEqual([
      'expand: drop foreign key orders_owner_fkey on orders',
      'contract: drop unique people_id_key on people',
    ])
  })

  test('that goes with its column takes the key it references along, behind the gate', () => {
    const before = schema([
      orders({ foreignKeys: [owner] }),
      table('people', [id], { uniques: [unique('people_id_key', ['id'])] }),
    ])
    expect(steps(before, schema([table('orders', [id]), table('people', [id])]))).toEqual([
      'contract: drop foreign key orders_owner_fkey on orders',
      'contract: drop unique people_id_key on people',
      'contract: put column orders.owner aside',
    ])
  })

  test('that moves to another key lets go of the old one first', () => {
    const columns = [id, column('code', 'bigint', { nullable: false })]
    const before = schema([
      orders({ foreignKeys: [owner] }),
      table('people', columns, { uniques: [unique('people_id_key', ['id'])] }),
    ])
    const toCode = { ...owner, references: { table: inPublic('people'), columns: ['code'] } }
    const after = schema([
      orders({ foreignKeys: [toCode] }),
      table('people', columns, { uniques: [unique('people_code_key', ['code'])] }),
    ])
    expect(steps(before, after)).toEqual([
      'validate: create unique index people_code_key on people',
      'validate: add unique people_code_key on people',
      'contract: drop foreign key orders_owner_fkey on orders',
      'contract: drop unique people_id_key on people',
      'contract: add foreign key orders_owner_fkey on orders for new rows',
      'contract: validate foreign key orders_owner_fkey on orders',
    ])
  })
})

describe('behind the gate', () => {
  test('everything on a renamed table', () => {
    const before = schema([table('clients', [id], key)])
    const after = people([tier], { indexes: [index('people_tier_idx', ['tier'])] })
    const renames = [{ table: inPublic('people'), column: null, from: 'clients' }]
    expect(steps(before, after, { renames })).toEqual([
      'contract: rename table clients to people',
      'contract: add column people.tier',
      'contract: create index people_tier_idx on people',
    ])
  })

  test('what reads a renamed column', () => {
    const renames = [{ table: inPublic('people'), column: 'tier', from: 'level' }]
    const found = steps(
      people([column('level', 'integer')]),
      people([tier], { indexes: [index('people_tier_idx', ['tier'])] }),
      { renames },
    )
    expect(found).toEqual([
      'contract: rename column people.level to tier',
      'contract: create index people_tier_idx on people',
    ])
  })

  test('what reads a column that is rewritten', () => {
    const found = steps(
      people([tier]),
      people([{ ...tier, type: 'bigint', default: '1' }], { checks: [check('tier_known', 'tier > 0')] }),
    )
    expect(found).toEqual([
      'contract: change type of people.tier from integer to bigint',
      'contract: set default of people.tier to 1',
      'contract: add check tier_known on people for new rows',
      'contract: validate check tier_known on people',
    ])
  })

  test('but not what another column of the table needs', () => {
    const other = column('name', 'text')
    const found = steps(
      people([tier, other]),
      people([
        { ...tier, type: 'bigint' },
        { ...other, default: "'x'" },
      ]),
    )
    expect(found).toEqual([
      "expand: set default of people.name to 'x'",
      'contract: change type of people.tier from integer to bigint',
    ])
  })

  test('the unique constraint of a column that goes: ON CONFLICT of old versions names it', () => {
    expect(steps(people([tier], { uniques: [unique('people_tier_key', ['tier'])] }), people([]))).toEqual([
      'contract: drop unique people_tier_key on people',
      'contract: put column people.tier aside',
    ])
  })
})

describe('names change hands', () => {
  test('a plain index makes room for a unique constraint of its name', () => {
    const found = steps(
      people([tier], { indexes: [index('people_tier', ['tier'])] }),
      people([tier], { uniques: [unique('people_tier', ['tier'])] }),
    )
    expect(found.findIndex((step) => step.includes('drop index'))).toBeLessThan(
      found.findIndex((step) => step.includes('create unique index')),
    )
  })

  test('a unique constraint makes room for an index of its name', () => {
    const found = steps(
      people([tier], { uniques: [unique('people_tier', ['tier'])] }),
      people([tier], { indexes: [index('people_tier', ['tier'])] }),
    )
    expect(found.findIndex((step) => step.includes('drop unique'))).toBeLessThan(
      found.findIndex((step) => step.includes('create index')),
    )
  })

  test('an index takes the name of a constraint that goes', () => {
    const before = people([tier], { uniques: [unique('people_tier', ['tier'])], indexes: [index('by_id', ['id'])] })
    const found = steps(before, people([tier], { indexes: [index('people_tier', ['id'])] }))
    expect(found).toEqual([
      'contract: drop unique people_tier on people',
      'contract: rename index by_id to people_tier',
    ])
  })
})

describe('SQLite', () => {
  const named = { schema: 'main', name: 'people' }
  const of = (columns: readonly Column[], rest: Partial<Table> = {}): Schema =>
    schema([table(named, [column('id', 'integer', { nullable: false }), ...columns], { ...key, ...rest })])

  test('rebuilds a table once for everything that needs it, behind the gate when it tightens', () => {
    const found = steps(
      of([column('a', 'text'), column('b', 'text')]),
      of([column('a', 'integer'), column('b', 'integer')]),
      { dialect: sqlite },
    )
    expect(found).toEqual(['contract: rebuild table people (change type)'])
  })
})
