import type { Change } from '../../model/change.ts'
import type { Column } from '../../model/column.ts'
import { allPartitionsOf } from '../../model/family.ts'
import { mentions } from '../../model/mentions.ts'
import { displayName, nameKey, sameName } from '../../model/name.ts'
import { attachedIn } from '../../model/object-list.ts'
import { wordsOf } from '../../model/object-words.ts'
import { rowKey } from '../../model/row-key.ts'
import type { Schema } from '../../model/schema.ts'
import type { Table } from '../../model/table.ts'

/**
 * Whether a column of a table with partitions can be exchanged on all of them at once: it says nothing of where a row is,
 * no partition has anything of its own on it, and nobody points to it.
 */
export function fitsWhole(now: Table, column: Column, actual: Schema): boolean {
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
    )
  )
}

function isGranted({ name }: Table, column: Column, { objects }: Schema): boolean {
  return attachedIn(objects, { kind: 'table', name }).some(
    (object) => object.kind === 'grant' && object.columns[column.name] !== undefined,
  )
}

/** What the plan does to the table and its partitions as tables: what is built goes by their names, and is on all of them. */
export function changedFamily(changes: readonly Change[], now: Table, actual: Schema): string | null {
  const family = new Set([now, ...allPartitionsOf(actual, now.name)].map(({ name }) => nameKey(name)))
  for (const change of changes) {
    if (change.kind === 'rename_table' && family.has(nameKey(change.to)))
      return sameName(change.to, now.name) ? 'renames the table' : `renames its partition ${displayName(change.from)}`
    if (joinsOrLeaves(change, family)) return 'changes which tables share its columns'
  }
  return null
}

/** What comes to the family, or leaves it, meanwhile has not the same columns: those put aside, and their rules, are asked for too. */
function joinsOrLeaves(change: Change, family: ReadonlySet<string>): boolean {
  switch (change.kind) {
    case 'create_table':
    case 'drop_table': {
      const { partitionOf, inherits } = change.table
      return [...inherits, ...(partitionOf === null ? [] : [partitionOf.table])].some((of) => family.has(nameKey(of)))
    }
    case 'attach_partition':
      return family.has(nameKey(change.to.table)) || family.has(nameKey(change.table))
    case 'inherit':
      return family.has(nameKey(change.parent))
    case 'detach_partition':
    case 'change_partitions':
    case 'stop_inheriting':
      return family.has(nameKey(change.table))
    default:
      return false
  }
}
