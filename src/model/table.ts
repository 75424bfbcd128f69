import type { Column, StorageOptions } from './column.ts'
import type { Check, Exclusion, ForeignKey, PrimaryKey, Unique } from './constraint.ts'
import type { ObjectName } from './name.ts'
import type { ObjectRef } from './object-ref.ts'
import type { PartitionKey, PartitionOf } from './partition.ts'
import type { TableIndex } from './table-index.ts'

export interface Table {
  readonly name: ObjectName
  readonly comment: string | null
  /**
   * In the order of the table. Order is kept on creation and never compared: engines cannot change it online. What a table
   * has from its parents (`partitionOf`, `inherits`) is only theirs: columns, constraints and indexes alike. A column that
   * it defines itself as well, or differently, is here too.
   */
  readonly columns: readonly Column[]
  readonly primaryKey: PrimaryKey | null
  /** The rest sorted by name. */
  readonly uniques: readonly Unique[]
  readonly checks: readonly Check[]
  readonly exclusions: readonly Exclusion[]
  readonly foreignKeys: readonly ForeignKey[]
  readonly indexes: readonly TableIndex[]
  /** Null for a table that keeps its rows itself. */
  readonly partitionBy: PartitionKey | null
  readonly partitionOf: PartitionOf | null
  /** Tables whose columns and checks it takes over (INHERITS), in order. Not for partitions. */
  readonly inherits: readonly ObjectName[]
  /** SQLite only; both false on PostgreSQL. */
  readonly strict: boolean
  readonly withoutRowid: boolean
  readonly physical: TablePhysical
}

/** What PostgreSQL lets one say about how a table is kept, beyond what it holds. */
export interface TablePhysical {
  readonly unlogged: boolean
  /** `null` is heap. */
  readonly accessMethod: string | null
  /** `fillfactor`, `autovacuum_enabled`, `toast.autovacuum_enabled`, … */
  readonly options: StorageOptions
  readonly marks: IndexMarks
}

/** Which of its indexes serve for more than finding rows. Names of indexes, or of the constraints they belong to. */
export interface IndexMarks {
  /** What logical replication tells the rows apart by. */
  readonly replicaIdentity: 'default' | 'full' | 'nothing' | { readonly index: string }
  /** The index that CLUSTER goes by. */
  readonly cluster: string | null
}

/** What a table has of which nobody has said anything; always on SQLite. */
export const usualTable: TablePhysical = {
  unlogged: false,
  accessMethod: null,
  options: {},
  marks: { replicaIdentity: 'default', cluster: null },
}

/** The sequences of its columns, which stand in its schema. */
export function ownedSequences({ name, columns }: Pick<Table, 'name' | 'columns'>): ObjectRef[] {
  return columns.flatMap(({ sequence }): ObjectRef[] =>
    sequence === null ? [] : [{ kind: 'sequence', name: { schema: name.schema, name: sequence.name } }],
  )
}

export function columnOf(table: Table, name: string): Column | undefined {
  return table.columns.find((column) => column.name === name)
}

/** The tables that a table takes columns from: what it is a partition of, or what it inherits from, in order. */
export function parentsOf({ partitionOf, inherits }: Table): readonly ObjectName[] {
  return partitionOf === null ? inherits : [partitionOf.table]
}
