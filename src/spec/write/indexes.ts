import type { IndexKey, TableIndex } from '../../model/table-index.ts'
import type { Table } from '../../model/table.ts'
import type { IndexKeySpec, IndexSpec, TableSpec } from '../content.ts'
import { optionsOf } from './options.ts'
import { sqlValue } from './sql-value.ts'
import type { Writing } from './writing.ts'

export function indexesOf(table: Pick<Table, 'name' | 'indexes'>, writing: Writing): Pick<TableSpec, 'indexes'> {
  const left = writing.unsayable(table.name)
  const indexes = table.indexes.filter(({ name }) => !left.includes(name))
  if (indexes.length === 0) return {}
  return { indexes: Object.fromEntries(indexes.map((index) => [index.name, indexSpec(index, writing)])) }
}

/** `[tier_id]` when the columns say it all. */
function indexSpec(index: TableIndex, writing: Writing): IndexSpec | IndexSpec['columns'] {
  const columns = index.keys.map((key) => keySpec(key, writing))
  const spec: IndexSpec = {
    columns,
    ...(index.unique ? { unique: true } : {}),
    ...(index.method === 'btree' ? {} : { method: index.method }),
    ...(index.where === null ? {} : { where: sqlValue(index.where) }),
    ...(index.include.length === 0 ? {} : { include: index.include }),
    ...(index.nullsNotDistinct ? { nulls_not_distinct: true } : {}),
    ...optionsOf(index.options),
    ...(index.comment === null ? {} : { comment: index.comment }),
  }
  return Object.keys(spec).length === 1 ? columns : spec
}

export function keySpec(
  { on, order, nulls, collation, opclass }: IndexKey,
  { dialect }: Writing,
): string | IndexKeySpec {
  const first = (dialect.name === 'sqlite') === (order === 'asc')
  const spec: IndexKeySpec = {
    ...('column' in on ? on : { expression: sqlValue(on.expression) }),
    ...(order === 'asc' ? {} : { order }),
    ...(nulls === (first ? 'first' : 'last') ? {} : { nulls }),
    ...(collation === null ? {} : { collation }),
    ...(opclass === null ? {} : { opclass }),
  }
  return 'column' in on && Object.keys(spec).length === 1 ? on.column : spec
}
