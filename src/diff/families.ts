import { sameValue } from '../lib/compare.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import { displayName, sameName } from '../model/name.ts'
import { type PartitionKey, sameBound } from '../model/partition.ts'
import type { Table } from '../model/table.ts'

/** Differences in how a table spreads its rows, or in what it belongs to, that there is no way to carry out yet. */
export function refusedFamily(before: Table, after: Table): Diagnostic[] {
  const shown = displayName(after.name)
  if (!sameValue(before.partitionBy, after.partitionBy)) {
    return [
      refusal(
        'partition-key-changed',
        `table ${shown} is ${keyText(before.partitionBy)}, and is to be ${keyText(after.partitionBy)}: every row would have to be moved`,
        'keep it as it is, or declare a new table beside it and move the rows',
      ),
    ]
  }
  const [from, to] = [before.partitionOf, after.partitionOf]
  if (from === null && to === null) return []
  if (from === null || to === null || !sameName(from.table, to.table)) {
    return [
      refusal(
        'partition-moved',
        `table ${shown} is ${partOf(before)}, and is to be ${partOf(after)}`,
        'keep it where it is, or give the new one another name',
      ),
    ]
  }
  if (sameBound(from.bound, to.bound)) return []
  return [
    refusal(
      'partition-bound-changed',
      `partition ${shown} takes ${from.bound}, and is to take ${to.bound}: rows may have to be moved`,
      'keep its bounds, and declare another partition for what it does not take',
    ),
  ]
}

function keyText(key: PartitionKey | null): string {
  return key === null ? 'not partitioned' : `partitioned by ${key.strategy} (${key.keys.join(', ')})`
}

function partOf({ partitionOf }: Table): string {
  return partitionOf === null ? 'a table of its own' : `a partition of ${displayName(partitionOf.table)}`
}

function refusal(id: string, message: string, help: string): Diagnostic {
  return { id, severity: 'error', message, help, position: null, sqlState: null }
}
