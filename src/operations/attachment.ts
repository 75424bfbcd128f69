import type { Attachment } from '../dialects/partition-words.ts'
import type { ForeignKey } from '../model/constraint.ts'
import { type ObjectName, sameName } from '../model/name.ts'
import type { PartitionOf } from '../model/partition.ts'
import { pointersTo, type Schema, tableOf } from '../model/schema.ts'
import type { Table } from '../model/table.ts'

/** What `table` touches besides itself and its whole when it becomes a partition, or ceases to be one (hazards.md 1F). */
export function attachment(
  table: Table,
  to: PartitionOf,
  state: Schema,
  { rest = null, reads = false }: Partial<Pick<Attachment, 'rest' | 'reads'>> = {},
): Attachment {
  const wholes = upward(to.table, state)
  const own = [...table.foreignKeys, ...(table.partitionOf === null ? [] : keysOf(table.partitionOf.table, state))]
  return {
    rest,
    reads,
    referenced: keysOf(to.table, state).map((key) => ({
      table: key.references.table,
      adopted: own.some((other) => isSame(key, other)),
    })),
    referring: wholes.flatMap((whole) =>
      pointersTo(state, whole)
        .map(({ name }) => name)
        .filter((name) => !sameName(name, table.name) && !wholes.some((other) => sameName(name, other))),
    ),
  }
}

/** Those that it has from what it is itself a partition of, too. */
function keysOf(name: ObjectName, state: Schema): ForeignKey[] {
  return upward(name, state).flatMap((whole) => tableOf(state, whole)?.foreignKeys ?? [])
}

function upward(name: ObjectName, state: Schema): ObjectName[] {
  const parent = tableOf(state, name)?.partitionOf
  return [name, ...(parent === null || parent === undefined ? [] : upward(parent.table, state))]
}

function isSame(one: ForeignKey, other: ForeignKey): boolean {
  return sameName(one.references.table, other.references.table) && one.columns.join() === other.columns.join()
}
