import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import type { Dialect } from '../../src/dialects/dialect.ts'
import { postgres } from '../../src/dialects/postgres/dialect.ts'
import type { Session } from '../../src/dialects/session.ts'
import { sqlite } from '../../src/dialects/sqlite/dialect.ts'
import type { Desired } from '../../src/model/desired.ts'
import { bind } from '../../src/spec/bind.ts'
import { loadConfig } from '../../src/spec/config.ts'
import { loadSpecs } from '../../src/spec/load.ts'
import { engines, type FreshDatabase } from '../support/databases.ts'

const directory = fileURLToPath(new URL('../../specs', import.meta.url))
const undo: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const each of undo.splice(0).reverse()) await each()
})

describe('the Murzico specs', () => {
  it.each([postgres, sqlite])('are valid on $name, with the newest server and the oldest', async (dialect) => {
    const specs = await loadSpecs(directory, { cacheDir: null })
    expect(specs.diagnostics).toEqual([])
    for (const version of dialect.name === 'postgres' ? [null, '14.0'] : [null]) {
      const { desired, diagnostics } = bind(specs, dialect, version)
      expect(diagnostics.filter(({ severity }) => severity !== 'info')).toEqual([])
      expect(desired.schema.tables.map(({ name }) => name.name)).toEqual([
        'customers',
        'points_entries',
        'promotion_redemptions',
        'promotion_stores',
        'promotions',
        'purchase_lines',
        'purchases',
        'referrals',
        'stores',
        'sync_external_ids',
        'sync_log',
        'sync_outbox',
        'tiers',
      ])
      expect(desired.backfills.map(({ name }) => name)).toEqual(['phone_normalized_from_phone', 'tier_from_points'])
    }
  })

  it('have three targets, of which dev needs nothing from the environment', async () => {
    const config = await loadConfig(directory, {})
    expect(config.diagnostics).toEqual([])
    expect(config.targets.map(({ name }) => name)).toEqual(['dev', 'staging', 'production'])
    expect(config.defaultTarget).toBe('dev')
    expect(config.targets[0]?.resolve()).toMatchObject({ url: 'sqlite:state/dev.db', gate: 'none' })
    expect(config.targets[2]).toMatchObject({ gate: 'manual', promoteFrom: 'staging', lockBudgetMs: 1000 })
  })
})

describe.each(engines())('the Murzico specs on $name', ({ name, fresh }) => {
  it('can be built, and their backfills do what they say', async () => {
    const dialect = name === 'sqlite' ? sqlite : postgres
    const session = await open(dialect, fresh)
    const specs = await loadSpecs(directory, { cacheDir: null })
    const { desired } = bind(specs, dialect, session.serverVersion)
    for (const sql of statements(dialect, desired)) await session.execute(sql)
    await session.execute(`insert into tiers (id, code, title, min_points, discount_percent)
      values (1, 'silver', 'Silver', 0, 3), (2, 'gold', 'Gold', 1000, 5), (3, 'platinum', 'Platinum', 5000, 10)`)
    const phones = ['8 (912) 345-67-89', '+7 912 345 67 90', '9123456791', '12345', '+44 20 7946 0958', 'none']
    for (const [index, phone] of phones.entries()) {
      const points = [0, 999, 1000, 5000, 70_000, 4999][index]
      await session.execute(
        `insert into customers (full_name, phone, email, points_lifetime) values ('c${index}', '${phone}', 'C${index}@X.ru', ${points})`,
      )
    }
    for (const { table, set, where } of desired.backfills) {
      const values = set.map(({ column, expression }) => `${dialect.words.quote(column)} = ${expression}`)
      await session.execute(`update ${dialect.words.qualify(table)} set ${values.join(', ')} where ${where}`)
      expect(await session.query(`select 1 from ${dialect.words.qualify(table)} where ${where}`)).toEqual([])
    }
    const rows = await session.query('select phone_normalized, tier_id, email_lower from customers order by id')
    expect(rows.map((row) => [row['phone_normalized'], Number(row['tier_id']), row['email_lower']])).toEqual([
      ['+79123456789', 1, 'c0@x.ru'],
      ['+79123456790', 1, 'c1@x.ru'],
      ['+79123456791', 2, 'c2@x.ru'],
      [null, 3, 'c3@x.ru'],
      [null, 3, 'c4@x.ru'],
      [null, 2, 'c5@x.ru'],
    ])
    await expect(session.execute(`update customers set phone_normalized = '912'`)).rejects.toThrow(
      /phone_normalized_form/,
    )
  })
})

async function open(dialect: Dialect, fresh: () => Promise<FreshDatabase>): Promise<Session> {
  const database = await fresh()
  undo.push(() => database.dispose())
  const session = await dialect.connect(database.url, 'reconcile-test')
  undo.push(() => session.close())
  return session
}

/** In the plainest order that works: this is about the specs, not about planning. */
function statements(dialect: Dialect, { schema }: Desired): readonly string[] {
  const { words } = dialect
  const inline = dialect.name === 'sqlite'
  return [
    ...schema.enums.map((type) => words.createEnum(type)),
    ...schema.tables.map((table) => words.createTable(table)),
    ...schema.tables.flatMap((table) => table.indexes.map((index) => words.createIndex(table.name, index, false))),
    ...schema.tables.flatMap((table) =>
      inline
        ? []
        : table.foreignKeys.map((definition) => words.addConstraint(table.name, { kind: 'foreign_key', definition })),
    ),
  ].map(({ sql }) => sql)
}
