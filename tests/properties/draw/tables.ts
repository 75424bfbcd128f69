import type { ObjectName } from '../../../src/model/name.ts'
import { type Table, usualTable } from '../../../src/model/table.ts'
import { column, table as tableOf } from '../../support/tables.ts'
import type { SchemaSeed, TableSeed } from '../seed.ts'
import { drawnColumns } from './columns.ts'
import { foreignKeysOf } from './foreign-keys.ts'
import { indexesOf } from './indexes.ts'
import { ownedSequence, tablePhysical } from './physical.ts'
import { exclusionsOf, primaryKeyExtras } from './rule-extras.ts'
import { checksOf, uniquesOf } from './rules.ts'
import { placed, type World } from './world.ts'

/** Tables of their own, with what rules them. What an engine has no form for is left out, so every seed is valid on all. */
export function plainTables({ tables }: SchemaSeed, world: World): Table[] {
  const { engine } = world
  const seeds = Object.entries(tables).flatMap(([name, table]) => (table === null ? [] : [{ name, table }]))
  const plain = seeds.map(({ name, table }) => buildTable(placed(engine, name, table.place), table, world))
  return plain.map((table, position) => ({
    ...table,
    foreignKeys: foreignKeysOf(table, seeds[position]?.table.foreignKeys ?? [], plain, engine),
  }))
}

function buildTable(name: ObjectName, seed: TableSeed, world: World): Table {
  const postgres = world.engine.name === 'postgres'
  const primaryKey =
    seed.key < 6
      ? {
          name: `${name.name}_pkey`,
          columns: seed.key === 5 && seed.columns['code'] !== null ? ['id', 'code'] : ['id'],
          ...(postgres ? primaryKeyExtras(seed.key, seed.columns['flag'] !== null) : {}),
        }
      : null
  const identity = postgres
    ? ((['always', 'by_default', 'serial'] as const)[seed.identity] ?? null)
    : seed.identity < 3 && primaryKey?.columns.length === 1
      ? 'by_default'
      : null
  const columns = [
    column('id', postgres ? 'bigint' : 'integer', {
      nullable: false,
      identity,
      sequence: postgres && identity !== null ? ownedSequence(name, seed) : null,
    }),
    ...drawnColumns(seed.columns, new Set(primaryKey?.columns ?? []), world),
  ]
  const bare = tableOf(name, columns, {
    primaryKey,
    strict: !postgres && seed.storage === 0,
    withoutRowid: !postgres && primaryKey !== null && identity === null && seed.storage === 1,
    comment: postgres && seed.comment === 0 ? 'who they are' : null,
  })
  const ruled = {
    ...bare,
    uniques: uniquesOf(bare, seed, world),
    checks: checksOf(bare, seed, world),
    exclusions: postgres ? exclusionsOf(bare, seed.storage) : [],
    indexes: indexesOf(bare, seed, world),
  }
  return { ...ruled, physical: postgres ? tablePhysical(ruled, seed) : usualTable }
}
