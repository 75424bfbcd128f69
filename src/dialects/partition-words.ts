import type { ObjectName } from '../model/name.ts'
import type { PartitionOf } from '../model/partition.ts'
import type { Statement } from '../model/statement.ts'
import type { Table } from '../model/table.ts'

/** Partitions, and tables that inherit. */
export interface PartitionWords {
  /** A table of its own, with columns and checks as those of the table that it is to be a partition of. */
  createPartition(table: Table): Statement
  attachPartition(name: ObjectName, to: PartitionOf, touched: Attachment): Statement
  detachPartition(name: ObjectName, from: PartitionOf, touched: Attachment, concurrently: boolean): Statement
  /** SQL that is true for the rows that the partition would take. Not for a default partition. */
  takenRows(parent: Table, to: PartitionOf): string
  /** Takes the rows that meet the condition out of one table and puts them into another. */
  moveRows(from: ObjectName, to: ObjectName, columns: readonly string[], condition: string): Statement
  /** Proves now what is otherwise left for the end of the transaction. */
  checkNow(): Statement
  /** Makes a table inherit, which has all columns of the other one already; or end that, and keep them as its own. */
  inherit(table: ObjectName, parent: ObjectName): Statement
  stopInheriting(table: ObjectName, parent: ObjectName): Statement
  /** Makes the index of a partition its part of the partitioned table's, which is valid once it has all its parts. */
  attachIndex(index: ObjectName, part: ObjectName): Statement
}

/** What is touched besides a table and its whole when it becomes a partition, or ceases to be one. */
export interface Attachment {
  /** The default partition, which may have rows that belong into this one. */
  readonly rest: ObjectName | null
  /** Rows are read, of this or of the default partition: nothing proves that they belong where they are. */
  readonly reads: boolean
  /** What the foreign keys of the whole point to. `adopted`: the table has the same key already. */
  readonly referenced: readonly { readonly table: ObjectName; readonly adopted: boolean }[]
  /** Whose foreign keys point to the whole. */
  readonly referring: readonly ObjectName[]
}
