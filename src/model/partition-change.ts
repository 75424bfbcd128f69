import type { ObjectName } from './name.ts'
import type { PartitionOf } from './partition.ts'
import type { Table } from './table.ts'

/** What becomes of partitions, and what becomes one. */
export type PartitionChange =
  /** A partition that stays as a table of its own; a table that becomes a partition, which it is like in `table`. */
  | { readonly kind: 'detach_partition'; readonly table: ObjectName; readonly from: PartitionOf }
  | {
      readonly kind: 'attach_partition'
      readonly table: ObjectName
      readonly partition: Table
      readonly to: PartitionOf
    }
  /** Partitions of one table that take other rows than before, with those that come and go at the same time. */
  | {
      readonly kind: 'change_partitions'
      readonly table: ObjectName
      /** Those that are there and do not stay as they are; one that goes is in `after` no more. */
      readonly before: readonly Table[]
      readonly after: readonly Table[]
      /** What is new among `after`, with its own partitions, each behind what it is a partition of. */
      readonly creates: readonly Table[]
    }
  /**
   * A plain table becomes the partition of a new partitioned one, which takes its name. The first keeps other rows away and
   * proves those that are there, the second exchanges the two.
   */
  | (Partitioned & { readonly kind: 'guard_partition' })
  | (Partitioned & {
      readonly kind: 'partition_table'
      /** The other partitions, all of them new, each behind what it is a partition of. */
      readonly creates: readonly Table[]
    })
  /** Statistics of a partitioned table, which only its partitions have so far. */
  | { readonly kind: 'analyze_table'; readonly table: ObjectName }

interface Partitioned {
  readonly table: ObjectName
  /** What the table is to be. */
  readonly whole: Table
  /** What becomes of the table as it is, without what it is to have by itself. */
  readonly holder: Table
}
