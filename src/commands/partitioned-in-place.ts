import type { Facts } from '../dialects/facts.ts'
import { cannotBePartitioned, type Hindrance } from '../diff/cannot-be-partitioned.ts'
import type { Change } from '../model/change.ts'
import { changesNames, innerChanges, withInner } from '../model/changes-of.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import { displayName, type ObjectName, sameName } from '../model/name.ts'
import { usersOf } from '../model/object-list.ts'
import { displayRef, type ObjectRef, refKey } from '../model/object-ref.ts'
import { pointersTo, type Schema } from '../model/schema.ts'

/**
 * What would be left behind on a table that becomes a partition: what nobody manages goes on to read that alone, and so does
 * a trigger that keeps exchanged columns in step.
 */
export function leftOnPartition(
  changes: readonly Change[],
  found: Schema,
  unmanaged: readonly ObjectRef[],
  facts: Pick<Facts, 'unprovenPartitionedForeignKeys'>,
): Diagnostic[] {
  const foreign = new Set(unmanaged.map(refKey))
  const all = withInner(changes)
  return all.flatMap((change) => {
    if (change.kind !== 'partition_table') return []
    const { table, holder } = change
    return cannotBePartitioned(table, holder.name, [
      ...inPointers(table, all, found, facts),
      ...usersOf({ kind: 'table', name: table }, found.objects)
        .filter((object) => foreign.has(refKey(object)))
        .map((object) => ({
          why: `${displayRef(object)}, which Reconcile does not manage, would go on with the rows of the partition alone`,
          help: 'declare it, or drop it by hand first and create it again afterwards',
        })),
      inExchanges(table, all),
      inRenames(table, changes),
    ])
  })
}

function inPointers(
  table: ObjectName,
  changes: readonly Change[],
  found: Schema,
  { unprovenPartitionedForeignKeys }: Pick<Facts, 'unprovenPartitionedForeignKeys'>,
): (Hindrance | null)[] {
  const pointing = pointersTo(found, table).filter(({ name }) => !sameName(name, table))
  const beside = pointing.find(({ name }) =>
    changes.some((other) => other.kind === 'partition_table' && sameName(other.table, name)),
  )
  const whole = pointing.find(({ partitionBy }) => partitionBy !== null)
  return [
    beside === undefined
      ? null
      : {
          why: `${displayName(beside.name)}, which has a foreign key to it, is to be partitioned in the same plan`,
          help: 'partition one of them in this change, and the other in the next one',
        },
    whole === undefined || unprovenPartitionedForeignKeys
      ? null
      : {
          why: `the partitioned table ${displayName(whole.name)} has a foreign key to it, which comes back NOT VALID only from PostgreSQL 18 on`,
          help: 'leave that foreign key out of this change, and declare it again in the next one',
        },
  ]
}

function inExchanges(table: ObjectName, changes: readonly Change[]): Hindrance | null {
  const exchanged = changes.some(
    (other) => other.kind === 'swap_columns' && other.swaps.some((swap) => sameName(swap.table, table)),
  )
  return exchanged
    ? {
        why: 'one of its columns changes its type in the same plan',
        help: 'change the type first, `reconcile purge` the old column, and partition the table then',
      }
    : null
}

/** What reads both the table and the column goes and comes back but once, and the guard of the bound comes in between. */
function inRenames(table: ObjectName, changes: readonly Change[]): Hindrance | null {
  const around = changes.flatMap((change) => {
    if (change.kind !== 'recreate_objects') return []
    const inner = change.around.flatMap(innerChanges)
    return inner.some((one) => one.kind === 'partition_table' && sameName(one.table, table)) ? [{ change, inner }] : []
  })
  const [found] = around.filter(({ inner }) => inner.some(({ kind }) => changesNames(kind)))
  const readers = found?.change.drops.filter(({ kind }) => kind !== 'owner' && kind !== 'grant') ?? []
  // What is on the table goes along with what reads it.
  const reader = readers.find(({ on }) => on === null || !sameName(on.name, table)) ?? readers[0]
  return reader === undefined
    ? null
    : {
        why: `${displayRef(reader)} reads it, and what is renamed in the same plan`,
        help: 'rename first, and partition the table in the next change',
      }
}
