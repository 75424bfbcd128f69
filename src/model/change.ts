import type { BackfillChange } from './backfill.ts'
import type { Column, StorageOptions } from './column.ts'
import type { CommentTarget } from './comment-target.ts'
import type { Check, Constraint, ConstraintKind, Exclusion, ForeignKey, PrimaryKey, Unique } from './constraint.ts'
import type { MovedColumns } from './move.ts'
import type { ObjectName } from './name.ts'
import type { PartitionChange } from './partition-change.ts'
import type { Sequence } from './objects/sequence.ts'
import type { SchemaObject } from './object.ts'
import type { ColumnRename, RenameManner, Shimmed } from './rename.ts'
import type { ReplacedEnum, ReplacedType } from './replaced-type.ts'
import type { EnumType } from './schema.ts'
import type { Swap } from './swap.ts'
import type { IndexMarks, Table } from './table.ts'
import type { TableIndex } from './table-index.ts'

/**
 * One logical difference between actual and desired, with both images, so that inverting it needs no further
 * reads. `table` is always the name after all renames of the plan.
 */
export type Change =
  | { readonly kind: 'create_enum'; readonly type: EnumType }
  | { readonly kind: 'extend_enum'; readonly before: EnumType; readonly after: EnumType }
  | { readonly kind: 'drop_enum'; readonly type: EnumType }
  | { readonly kind: 'rename_enum'; readonly from: ObjectName; readonly to: ObjectName }
  /** `type`: the name of the enum after all renames. */
  | { readonly kind: 'rename_label'; readonly type: ObjectName; readonly from: string; readonly to: string }
  /** In the order in which the new ones can be created. */
  | { readonly kind: 'replace_types'; readonly types: readonly ReplacedType[] }
  | { readonly kind: 'create_table'; readonly table: Table }
  | { readonly kind: 'drop_table'; readonly table: Table }
  | (RenameManner & { readonly kind: 'rename_table'; readonly from: ObjectName; readonly to: ObjectName })
  /**
   * Renames of one table and its columns that no application version notices: a view goes by the old names from the first of
   * the two to the second, between which the gate is (R15, R16).
   */
  | (Shimmed & { readonly kind: 'open_shim' })
  | (Shimmed & { readonly kind: 'close_shim' })
  | {
      readonly kind: 'rebuild_table'
      readonly before: Table
      readonly after: Table
      readonly changes: readonly Change[]
    }
  | PartitionChange
  | { readonly kind: 'inherit'; readonly table: ObjectName; readonly parent: ObjectName }
  | { readonly kind: 'stop_inheriting'; readonly table: ObjectName; readonly parent: ObjectName }
  | { readonly kind: 'add_column'; readonly table: ObjectName; readonly column: Column }
  | {
      readonly kind: 'drop_column'
      readonly table: ObjectName
      readonly column: Column
      readonly keepers?: readonly Keeper[]
    }
  | (RenameManner & ColumnRename & { readonly kind: 'rename_column'; readonly table: ObjectName })
  | (MovedColumns & { readonly kind: 'move_columns' })
  /** The three parts of a move beside the application: both places in step, a view in the place of one of them, the exchange. */
  | (MovedColumns & { readonly kind: 'follow_move'; readonly brings: BroughtAlong })
  | (MovedColumns & { readonly kind: 'open_move' })
  | (MovedColumns & { readonly kind: 'close_move' })
  | (ColumnChange<'change_type'> & DirectWay)
  /** The new types of old names that columns are to be exchanged for. */
  | { readonly kind: 'shadow_types'; readonly types: readonly ReplacedEnum[] }
  /** The three parts of a change of type by dual write: the new columns, the foreign keys between them, the exchange. */
  | { readonly kind: 'shadow_columns'; readonly table: ObjectName; readonly swap: Swap }
  | {
      readonly kind: 'shadow_foreign_key'
      readonly table: ObjectName
      readonly definition: ForeignKey
      readonly swaps: readonly Swap[]
      /** It hangs on the primary key, of which there can be but one. */
      readonly onPrimaryKey: boolean
    }
  /** What taking the exchange back has to prove. */
  | { readonly kind: 'guard_swap'; readonly table: ObjectName; readonly swap: Swap }
  | {
      readonly kind: 'swap_columns'
      /** The first of the tables. */
      readonly table: ObjectName
      /** In the order in which they are locked: what others point to comes first. */
      readonly swaps: readonly Swap[]
      /** Those of any table that have to do with the columns, on either side. */
      readonly foreignKeys: readonly TableForeignKey[]
    }
  | (ColumnChange<'change_collation'> & DirectWay)
  | ColumnChange<'change_default'>
  | ColumnChange<'change_identity'>
  | ColumnChange<'change_sequence'>
  | ColumnChange<'change_generated'>
  | ColumnChange<'set_not_null'>
  | ColumnChange<'drop_not_null'>
  | ColumnChange<'change_not_null'>
  | ColumnChange<'change_physical'>
  | {
      readonly kind: 'change_options'
      readonly table: ObjectName
      readonly before: StorageOptions
      readonly after: StorageOptions
    }
  | {
      readonly kind: 'change_logging'
      readonly table: ObjectName
      readonly unlogged: boolean
      /** Tables it points to: a logged one may not point to an unlogged one. */
      readonly references: readonly ObjectName[]
    }
  | {
      readonly kind: 'change_access_method'
      readonly table: ObjectName
      readonly before: string | null
      readonly after: string | null
    }
  /** Marks are taken off indexes that are about to go, and set once the new ones are there. */
  | IndexMarkChange<'release_marks'>
  | IndexMarkChange<'change_marks'>
  | {
      readonly kind: 'change_comment'
      readonly on: CommentTarget
      readonly before: string | null
      readonly after: string | null
    }
  | {
      readonly kind: 'add_primary_key'
      readonly table: ObjectName
      readonly definition: PrimaryKey
      /** Those that partitions have by themselves, and give up for this one. */
      readonly parts?: readonly KeyOfPart<PrimaryKey>[]
      /** What the table is a partition of, and what gives up one that covers this table. */
      readonly behind?: ObjectName
    }
  | { readonly kind: 'drop_primary_key'; readonly table: ObjectName; readonly definition: PrimaryKey }
  | {
      readonly kind: 'replace_primary_key'
      readonly table: ObjectName
      readonly before: PrimaryKey
      readonly after: PrimaryKey
    }
  | {
      readonly kind: 'add_unique'
      readonly table: ObjectName
      readonly definition: Unique
      /** The same ones that partitions have by themselves, which become parts of this one. */
      readonly parts?: readonly KeyOfPart<Unique>[]
      /** What the table is a partition of, and what gives up the same one. */
      readonly behind?: ObjectName
    }
  | { readonly kind: 'drop_unique'; readonly table: ObjectName; readonly definition: Unique }
  | { readonly kind: 'replace_unique'; readonly table: ObjectName; readonly before: Unique; readonly after: Unique }
  | { readonly kind: 'add_check'; readonly table: ObjectName; readonly definition: Check }
  | {
      readonly kind: 'drop_check'
      readonly table: ObjectName
      readonly definition: Check
      readonly keepers?: readonly Keeper[]
    }
  | { readonly kind: 'replace_check'; readonly table: ObjectName; readonly before: Check; readonly after: Check }
  | { readonly kind: 'add_foreign_key'; readonly table: ObjectName; readonly definition: ForeignKey }
  | { readonly kind: 'drop_foreign_key'; readonly table: ObjectName; readonly definition: ForeignKey }
  | {
      readonly kind: 'replace_foreign_key'
      readonly table: ObjectName
      readonly before: ForeignKey
      readonly after: ForeignKey
    }
  | { readonly kind: 'add_exclusion'; readonly table: ObjectName; readonly definition: Exclusion }
  | { readonly kind: 'drop_exclusion'; readonly table: ObjectName; readonly definition: Exclusion }
  | {
      readonly kind: 'replace_exclusion'
      readonly table: ObjectName
      readonly before: Exclusion
      readonly after: Exclusion
    }
  | {
      readonly kind: 'change_deferrable'
      readonly table: ObjectName
      readonly before: ForeignKey
      readonly after: ForeignKey
    }
  | { readonly kind: 'validate_constraint'; readonly table: ObjectName; readonly constraint: Constraint }
  | {
      readonly kind: 'rename_constraint'
      readonly table: ObjectName
      readonly of: ConstraintKind
      readonly from: string
      readonly to: string
    }
  | {
      readonly kind: 'create_index'
      readonly table: ObjectName
      readonly index: TableIndex
      /** What the table is a partition of, and what gives up the same one: coming back, that would take this for its part. */
      readonly behind?: ObjectName
    }
  | { readonly kind: 'drop_index'; readonly table: ObjectName; readonly index: TableIndex }
  | {
      readonly kind: 'replace_index'
      readonly table: ObjectName
      readonly before: TableIndex
      readonly after: TableIndex
    }
  | {
      readonly kind: 'change_index_options'
      readonly table: ObjectName
      /** Name of the index, or of the constraint it belongs to. */
      readonly name: string
      readonly before: StorageOptions
      readonly after: StorageOptions
    }
  /** A column lets go of its sequence, which stays. */
  | (SequenceOwnerChange<'release_sequence'> & {
      /** The column's default while the sequence is nobody's. */
      readonly next: string | null
    })
  /** A sequence that is there becomes the column's own. */
  | SequenceOwnerChange<'own_sequence'>
  | { readonly kind: 'rename_index'; readonly table: ObjectName; readonly from: string; readonly to: string }
  | BackfillChange
  | { readonly kind: 'create_object'; readonly object: SchemaObject }
  | { readonly kind: 'drop_object'; readonly object: SchemaObject }
  | { readonly kind: 'alter_object'; readonly before: SchemaObject; readonly after: SchemaObject }
  | { readonly kind: 'rename_object'; readonly object: SchemaObject; readonly to: ObjectName }
  /**
   * What cannot be altered under the objects that depend on it: they go, the changes are made, and they come back, all in
   * one transaction. Without changes it is the first of the objects itself that cannot be altered in place.
   */
  | {
      readonly kind: 'recreate_objects'
      /** In the order in which they are dropped. */
      readonly drops: readonly SchemaObject[]
      /** In the order in which they are created: the same ones as they will be, without those that go for good. */
      readonly creates: readonly SchemaObject[]
      readonly around: readonly Change[]
    }

/** What a new table gets besides, while it is out of reach. */
export type BroughtAlong = readonly (ChangeOf<'add_foreign_key'> | ChangeOf<'create_object'>)[]

export interface KeyOfPart<K extends PrimaryKey | Unique> {
  readonly table: ObjectName
  readonly definition: K
}

/** A table that keeps what goes with a parent: as its own, or from another parent. */
export interface Keeper {
  readonly table: ObjectName
  readonly parent: ObjectName
}

interface SequenceOwnerChange<K extends string> {
  readonly kind: K
  readonly table: ObjectName
  /** As it is while the sequence is its own. */
  readonly column: Column
  /** As it is while nobody owns it. */
  readonly sequence: Sequence
}

interface ColumnChange<K extends string> {
  readonly kind: K
  readonly table: ObjectName
  /** The whole column before and after every change to it, so each operation sees the full picture. */
  readonly before: Column
  readonly after: Column
}

interface DirectWay {
  /** Why it is not online, where it should be. */
  readonly notOnline?: string
}

export interface TableForeignKey {
  readonly table: ObjectName
  readonly definition: ForeignKey
  readonly onPrimaryKey: boolean
}

interface IndexMarkChange<K extends string> {
  readonly kind: K
  readonly table: ObjectName
  readonly before: IndexMarks
  readonly after: IndexMarks
}

export type ChangeKind = Change['kind']

/** The member of the union with that kind. */
export type ChangeOf<K extends ChangeKind> = Extract<Change, { readonly kind: K }>
