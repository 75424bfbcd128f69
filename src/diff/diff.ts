import { compareText } from '../lib/compare.ts'
import type { Backfill } from '../model/backfill.ts'
import type { Change } from '../model/change.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import { isQuarantined, nameKey } from '../model/name.ts'
import type { Recorded } from '../model/recorded.ts'
import type { Schema } from '../model/schema.ts'
import { parentsOf } from '../model/table.ts'
import { withGoneColumns } from './access-follows.ts'
import { diffBackfills } from './backfills.ts'
import { diffEnums } from './enums.ts'
import { refusedFamily, refusedOnFamilies } from './families.ts'
import { withKeepers } from './keepers.ts'
import { diffFamily } from './moved-partitions.ts'
import { diffObjects } from './objects.ts'
import { withPartitionKeys } from './partition-keys.ts'
import { broughtAlong, diffPartitioned, withHolderOwners } from './partitioned.ts'
import { rearranged } from './partitions.ts'
import { refusedPartitioning } from './refused-partitioning.ts'
import type { Partitioning } from './renames.ts'

export interface Difference {
  readonly changes: readonly Change[]
  /** Differences that there is no way to carry out yet, with what to do instead. */
  readonly refused: readonly Diagnostic[]
}

/**
 * What has to change for `actual` to become `desired`. Both are in canonical spelling and within scope; renames have
 * been carried out on `actual`. Sorted by name; the planner orders.
 */
export function diff(
  actual: Schema,
  desired: Schema,
  backfills: readonly Backfill[] = [],
  recorded: Recorded | null = null,
  partitioned: readonly Partitioning[] = [],
): Difference {
  const present = new Map(actual.tables.map((table) => [nameKey(table.name), table]))
  const wanted = new Map(desired.tables.map((table) => [nameKey(table.name), table]))
  const holders = new Map(partitioned.map(({ table, holder }) => [nameKey(table), wanted.get(nameKey(holder))]))
  const along = broughtAlong(partitioned, actual, desired)
  const changes: Change[] = []
  const refused: Diagnostic[] = []
  for (const key of [...new Set([...present.keys(), ...wanted.keys()])].sort(compareText)) {
    const before = present.get(key)
    const after = wanted.get(key)
    const holder = holders.get(key)
    if (along.has(key)) continue
    if (before !== undefined && after !== undefined && holder !== undefined) {
      changes.push(...diffPartitioned(before, after, holder, actual, desired))
      refused.push(...refusedPartitioning(before, after, holder, actual, desired))
    } else if (before === undefined && after !== undefined) changes.push({ kind: 'create_table', table: after })
    else if (before !== undefined && after === undefined) {
      if (!isQuarantined(before.name.name)) changes.push({ kind: 'drop_table', table: before })
    } else if (before !== undefined && after !== undefined) {
      // What is the same by itself may still differ in what comes from its parents.
      if (before === after && parentsOf(after).length === 0) continue
      changes.push(...diffFamily(before, after, actual, desired))
      refused.push(...refusedFamily(before, after, actual, desired))
    }
  }
  changes.push(...diffObjects(withHolderOwners(partitioned, actual, desired), withGoneColumns(desired, actual)))
  changes.push(...diffBackfills(backfills, recorded, actual))
  changes.unshift(...diffEnums(actual.enums, desired.enums, changes))
  refused.push(...refusedOnFamilies(changes, actual, desired))
  const whole = withPartitionKeys(rearranged(changes, actual, desired), actual)
  return { changes: withKeepers(whole, actual, desired), refused }
}
