import type { PrimaryKey, Unique } from '../model/constraint.ts'
import type { TableIndex } from '../model/table-index.ts'

/** The index that a key is kept by. */
export function backingIndex({ columns, include = [], ...rest }: PrimaryKey | Unique, name: string): TableIndex {
  return {
    name,
    unique: true,
    method: 'btree',
    keys: columns.map((column) => ({ on: { column }, order: 'asc', nulls: 'last', collation: null, opclass: null })),
    include,
    where: null,
    nullsNotDistinct: 'nullsNotDistinct' in rest && rest.nullsNotDistinct,
    ...(rest.options === undefined ? {} : { options: rest.options }),
    comment: null,
    valid: true,
  }
}
