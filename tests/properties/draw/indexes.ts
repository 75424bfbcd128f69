import type { Table } from '../../../src/model/table.ts'
import type { TableIndex } from '../../../src/model/table-index.ts'
import type { TableSeed } from '../seed.ts'
import { chosen, distinct, hasColumns, isBlob } from './chosen.ts'
import { indexExtras } from './rule-extras.ts'
import { has, type World } from './world.ts'

export function indexesOf(table: Table, seed: TableSeed, world: World): TableIndex[] {
  const postgres = world.engine.name === 'postgres'
  return distinct(
    seed.indexes.flatMap(({ column: first, second, form, order, comment }): TableIndex[] => {
      const one = chosen(table, first, ['id', 'amount', 'label', 'ref', 'twice', 'at'])
      const two = chosen(table, second, ['flag', 'code', 'ref'])
      if (one === undefined) return []
      const descending = order === 0
      const nulls = !postgres !== descending ? 'first' : 'last'
      const plain = {
        order: descending ? ('desc' as const) : ('asc' as const),
        nulls: nulls as 'first' | 'last',
        collation: null,
        opclass: null,
      }
      const keys = [
        { on: { column: one }, ...plain },
        ...(two !== undefined && two !== one && second < 4 ? [{ on: { column: two }, ...plain }] : []),
        ...(form === 3 && hasColumns(table, 'label') && !isBlob(table)
          ? [{ on: { expression: 'lower(label)' }, ...plain }]
          : []),
        ...(form === 5 && has(world, 'function', 'doubled')
          ? [{ on: { expression: 'public.doubled(id)' }, ...plain }]
          : []),
      ]
      return [
        {
          name: `${table.name.name}_${one}_idx${second % 2}`,
          unique: form === 1,
          method: 'btree',
          keys,
          include:
            postgres && form === 2 && hasColumns(table, 'code') && one !== 'code' && two !== 'code' ? ['code'] : [],
          where: form === 4 ? `${one} IS NOT NULL` : null,
          nullsNotDistinct: false,
          comment: postgres && comment === 0 ? 'for the report' : null,
          valid: true,
          ...(postgres ? indexExtras(order) : {}),
        },
      ]
    }),
  )
}
