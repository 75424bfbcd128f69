import { sameValue } from '../lib/compare.ts'
import type { Change, ChangeOf } from '../model/change.ts'
import { allPartitionsOf } from '../model/family.ts'
import { type ObjectName, sameName } from '../model/name.ts'
import { sameKey } from '../model/same-key.ts'
import type { Schema } from '../model/schema.ts'
import type { TableIndex } from '../model/table-index.ts'

/**
 * A table has but one primary key: those of partitions go with the coming of one for the whole, in one change, and come when
 * that for the whole has gone, and so does what else a whole gives up. A key that both say is built once.
 */
export function withPartitionKeys(changes: readonly Change[], actual: Schema): Change[] {
  if (!actual.tables.some(({ partitionOf }) => partitionOf !== null)) return [...changes]
  const among = (table: ObjectName, whole: ObjectName): boolean =>
    allPartitionsOf(actual, whole).some(({ name }) => sameName(name, table))
  const wholeThatLoses = (
    { table }: { readonly table: ObjectName },
    columns: readonly string[],
  ): { behind?: ObjectName } => {
    const found = changes.find(
      (other): other is ChangeOf<'drop_unique' | 'drop_index'> =>
        (other.kind === 'drop_unique' || other.kind === 'drop_index') &&
        sameValue(other.kind === 'drop_unique' ? other.definition.columns : columnsOf(other.index), columns) &&
        among(table, other.table),
    )
    return found === undefined ? {} : { behind: found.table }
  }
  const taken = new Set<Change>()
  const whole = changes.map((change): Change => {
    if (change.kind === 'add_unique') {
      const parts = changes.filter(
        (other): other is ChangeOf<'drop_unique'> =>
          other.kind === 'drop_unique' &&
          among(other.table, change.table) &&
          sameKey(other.definition, change.definition),
      )
      for (const part of parts) taken.add(part)
      return {
        ...change,
        ...(parts.length === 0 ? {} : { parts }),
        ...wholeThatLoses(change, change.definition.columns),
      }
    }
    if (change.kind === 'create_index') return { ...change, ...wholeThatLoses(change, columnsOf(change.index)) }
    if (change.kind !== 'add_primary_key') return change
    const parts = changes.filter(
      (other): other is ChangeOf<'drop_primary_key'> =>
        other.kind === 'drop_primary_key' && among(other.table, change.table),
    )
    for (const part of parts) taken.add(part)
    const behind = changes.find((other) => other.kind === 'drop_primary_key' && among(change.table, other.table))
    return {
      ...change,
      ...(parts.length === 0 ? {} : { parts }),
      ...(behind?.kind === 'drop_primary_key' ? { behind: behind.table } : {}),
    }
  })
  return whole.filter((change) => !taken.has(change))
}

function columnsOf({ keys }: TableIndex): readonly string[] {
  return keys.map(({ on }) => ('column' in on ? on.column : on.expression))
}
