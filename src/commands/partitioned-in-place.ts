import type { Facts } from '../dialects/facts.ts'
import type { Change } from '../model/change.ts'
import { withInner } from '../model/changes-of.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import { displayName, sameName } from '../model/name.ts'
import { displayRef, type ObjectRef, refKey } from '../model/object-ref.ts'
import { usersOf } from '../model/object-list.ts'
import { pointersTo, type Schema } from '../model/schema.ts'

/**
 * What would be left behind on a table that becomes a partition: what nobody manages goes on to read that alone, and so does
 * a trigger that keeps exchanged columns in step.
 */
export function leftOnPartition(
  changes: readonly Change[],
  found: Schema,
  unmanaged: readonly ObjectRef[],
  { unprovenPartitionedForeignKeys }: Pick<Facts, 'unprovenPartitionedForeignKeys'>,
): Diagnostic[] {
  const foreign = new Set(unmanaged.map(refKey))
  const all = withInner(changes)
  return all.flatMap((change) => {
    if (change.kind !== 'partition_table') return []
    const { table, holder } = change
    const shown = displayName(table)
    const refused = (why: string, help: string): Diagnostic => ({
      id: 'cannot-be-partitioned',
      severity: 'error',
      message: `table ${shown} cannot become the partition ${displayName(holder.name)} of itself: ${why}`,
      help,
      position: null,
      sqlState: null,
    })
    const exchanged = all.some(
      (other) => other.kind === 'swap_columns' && other.swaps.some((swap) => sameName(swap.table, table)),
    )
    const pointing = pointersTo(found, table).filter(({ name }) => !sameName(name, table))
    const beside = pointing.find(({ name }) =>
      all.some((other) => other.kind === 'partition_table' && sameName(other.table, name)),
    )
    const pointer = pointing.find(({ partitionBy }) => partitionBy !== null)
    return [
      ...(beside === undefined
        ? []
        : [
            refused(
              `${displayName(beside.name)}, which has a foreign key to it, is to be partitioned in the same plan`,
              'partition one of them in this change, and the other in the next one',
            ),
          ]),
      ...(pointer === undefined || unprovenPartitionedForeignKeys
        ? []
        : [
            refused(
              `the partitioned table ${displayName(pointer.name)} has a foreign key to it, which comes back NOT VALID only from PostgreSQL 18 on`,
              'leave that foreign key out of this change, and declare it again in the next one',
            ),
          ]),
      ...usersOf({ kind: 'table', name: table }, found.objects)
        .filter((object) => foreign.has(refKey(object)))
        .map((object) =>
          refused(
            `${displayRef(object)}, which Reconcile does not manage, would go on with the rows of the partition alone`,
            'declare it, or drop it by hand first and create it again afterwards',
          ),
        ),
      ...(exchanged
        ? [
            refused(
              'one of its columns changes its type in the same plan',
              'change the type first, `reconcile purge` the old column, and partition the table then',
            ),
          ]
        : []),
    ]
  })
}
