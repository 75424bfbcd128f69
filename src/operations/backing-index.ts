import type { Facts } from '../dialects/facts.ts'
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

/** True when a finished index, which is built beside readers and writers, can become the key (R10, R11). */
export function takesOverIndex({ withoutOverlaps }: PrimaryKey | Unique, facts: Facts): boolean {
  return facts.concurrentIndexes && facts.constraintUsingIndex && withoutOverlaps !== true
}
