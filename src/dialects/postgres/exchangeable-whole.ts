import type { Change } from '../../model/change.ts'
import type { Column } from '../../model/column.ts'
import { allPartitionsOf } from '../../model/family.ts'
import { mentions } from '../../model/mentions.ts'
import { nameKey, sameName } from '../../model/name.ts'
import { attachedIn } from '../../model/object-list.ts'
import { wordsOf } from '../../model/object-words.ts'
import { rowKey } from '../../model/row-key.ts'
import type { Schema } from '../../model/schema.ts'
import type { Table } from '../../model/table.ts'

/**
 * Whether a column of a table with partitions can be exchanged on all of them at once: it says nothing of where a row is,
 * no partition has anything of its own on it, and nobody points to it.
 */
export function fitsWhole(now: Table, column: Column, changes: readonly Change[], actual: Schema): boolean {
  const parts = allPartitionsOf(actual, now.name)
  const family = [now, ...parts]
  return (
    // Without one the batches have nothing to advance along but positions, which are each partition's own.
    rowKey(now) !== null &&
    family.every(({ partitionBy }) => partitionBy?.keys.every((key) => !mentions(key, column.name)) ?? true) &&
    parts.every((part) => !wordsOf(part).has(column.name) && !isGranted(part, column, actual)) &&
    actual.tables.every(({ foreignKeys }) =>
      foreignKeys.every(
        ({ references }) =>
          !references.columns.includes(column.name) || family.every(({ name }) => !sameName(name, references.table)),
      ),
    ) &&
    !changes.some((change) => changesFamily(change, new Set(family.map(({ name }) => nameKey(name)))))
  )
}

function isGranted({ name }: Table, column: Column, { objects }: Schema): boolean {
  return attachedIn(objects, { kind: 'table', name }).some(
    (object) => object.kind === 'grant' && object.columns[column.name] !== undefined,
  )
}

/** What comes to the family, or leaves it, meanwhile has not the same columns. */
function changesFamily(change: Change, family: ReadonlySet<string>): boolean {
  switch (change.kind) {
    case 'create_table':
    case 'drop_table': {
      const { partitionOf, inherits } = change.table
      return [...inherits, ...(partitionOf === null ? [] : [partitionOf.table])].some((of) => family.has(nameKey(of)))
    }
    case 'attach_partition':
      return family.has(nameKey(change.to.table))
    case 'detach_partition':
    case 'change_partitions':
    case 'inherit':
    case 'stop_inheriting':
      return family.has(nameKey(change.table))
    default:
      return false
  }
}
