import type { Change, ChangeOf } from '../model/change.ts'
import { allPartitionsOf } from '../model/family.ts'
import { type ObjectName, sameName } from '../model/name.ts'
import { sameKey } from '../model/same-key.ts'
import type { Schema } from '../model/schema.ts'

/**
 * A table has but one primary key: those of partitions go with the coming of one for the whole, in one change, and come when
 * that for the whole has gone. A key that both say is built once.
 */
export function withPartitionKeys(changes: readonly Change[], actual: Schema): Change[] {
  if (!actual.tables.some(({ partitionOf }) => partitionOf !== null)) return [...changes]
  const among = (table: ObjectName, whole: ObjectName): boolean =>
    allPartitionsOf(actual, whole).some(({ name }) => sameName(name, table))
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
      return parts.length === 0 ? change : { ...change, parts }
    }
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
