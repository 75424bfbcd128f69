import type { Change } from '../model/change.ts'
import type { Schema } from '../model/schema.ts'
import { beforeAttach, standalone } from '../model/standalone.ts'
import type { Table } from '../model/table.ts'
import { leaves } from './families.ts'
import { inherited } from './inherited.ts'
import { diffTable } from './tables.ts'

/** The changes of a table, which may leave the one it is a partition of, and become a partition of another one. */
export function diffFamily(before: Table, after: Table, actual: Schema, desired: Schema): Change[] {
  const [out, into] = [leaves(before, after), leaves(after, before)]
  if (!out && !into) return diffTable(before, after, inherited(actual, before, desired, after))
  const [from, to] = [before.partitionOf, after.partitionOf]
  const alone = standalone(actual, before)
  const ready = out && to === null ? after : beforeAttach(desired, after, alone)
  return [
    ...(from === null ? [] : [{ kind: 'detach_partition' as const, table: after.name, from }]),
    ...diffTable(alone, ready, inherited(actual, alone, desired, ready)),
    ...(to === null ? [] : [{ kind: 'attach_partition' as const, table: after.name, partition: after, to }]),
  ]
}
