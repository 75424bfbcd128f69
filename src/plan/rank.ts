import type { Change, ChangeKind, ChangeOf } from '../model/change.ts'
import { type ObjectTraits, objectTraits } from '../operations/object-traits.ts'
import { changesNames } from '../model/changes-of.ts'
import { isRoutineKind, type ObjectKind } from '../model/object-ref.ts'

type ObjectChangeKind = 'create_object' | 'alter_object' | 'drop_object' | 'recreate_objects'

/** Objects come and go on one side of the tables or the other, by their kind; see `ObjectTraits.stands`. */
type Rank =
  | Exclude<ChangeKind, ObjectChangeKind>
  | `object_${ObjectTraits<ObjectKind>['stands']}`
  | `drop_object_${ObjectTraits<ObjectKind>['stands']}`

/**
 * Which kind comes first among changes of one phase. Names change hands before anything uses the new ones; rules go
 * before the things they guard change; keys come before the foreign keys that point to them; what is put aside goes
 * last, when nothing needs it any more.
 */
const order: Readonly<Record<Rank, number>> = {
  rename_table: 0,
  rename_column: 1,
  close_shim: 1.2,
  close_move: 1.3,
  stop_inheriting: 1.5,
  detach_partition: 1.5,
  rename_object: 2,
  rename_enum: 1.8,
  rename_label: 2.2,
  release_sequence: 2.2,
  object_first: 2.5,
  create_enum: 3,
  extend_enum: 4,
  object_before_tables: 5,
  create_table: 6,
  drop_object_last: 0,
  drop_object_after_tables: 7,
  drop_foreign_key: 8,
  release_marks: 8,
  drop_check: 9,
  drop_exclusion: 9,
  drop_index: 10,
  drop_unique: 11,
  drop_primary_key: 12,
  rename_index: 13,
  rename_constraint: 14,
  add_column: 15,
  start_filling: 15.5,
  follow_move: 15.8,
  shadow_types: 15.9,
  shadow_columns: 16,
  shadow_foreign_key: 16.2,
  change_type: 16.4,
  swap_columns: 16.4,
  guard_swap: 16.5,
  change_collation: 17,
  change_generated: 18,
  run_backfill: 19,
  rebuild_table: 20,
  change_access_method: 20,
  change_logging: 20,
  change_partitions: 20.5,
  set_not_null: 21,
  change_identity: 22,
  change_sequence: 22,
  change_default: 23,
  own_sequence: 23.5,
  add_primary_key: 24,
  replace_primary_key: 25,
  add_unique: 26,
  replace_unique: 27,
  add_exclusion: 27,
  replace_exclusion: 27,
  create_index: 28,
  replace_index: 29,
  add_check: 30,
  replace_check: 31,
  add_foreign_key: 32,
  replace_foreign_key: 33,
  validate_constraint: 34,
  change_marks: 34,
  drop_not_null: 35,
  change_not_null: 35,
  change_deferrable: 35,
  // All that comes before is made on the plain table, all that comes after on the partitioned one.
  guard_partition: 35.4,
  partition_table: 35.5,
  analyze_table: 35.55,
  object_after_tables: 36,
  change_comment: 37,
  change_index_options: 37,
  change_options: 37,
  change_physical: 37,
  // What puts aside where the values have been comes with it.
  move_columns: 37.8,
  drop_column: 38,
  attach_partition: 38.5,
  drop_table: 39,
  // What goes from the parent would go from its heirs as well.
  inherit: 39.2,
  // When everything else is as it is going to be, and what goes has gone.
  replace_types: 39.5,
  drop_object_before_tables: 40,
  drop_enum: 41,
  drop_object_first: 42,
  object_last: 43,
  stop_filling: 44,
  // Behind it the table is out of reach.
  open_shim: 45,
  open_move: 46,
}

/** Only whole numbers can be counted, so the counter goes before the type does, and comes back after it. */
function stopsCounting({ after }: ChangeOf<'change_identity'>): boolean {
  return after.sequence === null && after.default === null
}

export function rankOf(change: Change): number {
  switch (change.kind) {
    case 'rename_object':
      // What is in a schema, or hangs on something, goes by its new name. Routines are called with types by their new names.
      if (change.object.kind === 'schema') return -1
      if (change.object.on !== null) return order.rename_object + 0.15
      return order.rename_object + (isRoutineKind(change.object.kind) ? 0.1 : 0)
    case 'create_object':
      return order[`object_${objectTraits[change.object.kind].stands}`]
    case 'alter_object':
      return order[`object_${objectTraits[change.after.kind].stands}`]
    case 'drop_object':
      return order[`drop_object_${objectTraits[change.object.kind].stands}`]
    case 'recreate_objects':
      // What bears the new names waits for them.
      if (change.around.some(({ kind }) => changesNames(kind))) return Math.min(...change.around.map(rankOf))
      return Math.max(
        ...change.around.map(rankOf),
        ...(change.around.length > 0
          ? []
          : change.drops.map(({ kind }) => order[`object_${objectTraits[kind].stands}`])),
      )
    case 'close_move':
      // Rules on the columns go before these are put aside; a table that goes has its name back before anything else is done to it.
      return change.move.isSplit ? order.move_columns : order.close_move
    case 'change_identity':
      return stopsCounting(change) ? order.change_type - 0.5 : order.change_identity
    default:
      return order[change.kind]
  }
}

/** For tables that have to go before others are rebuilt, or come after they have got their keys (SQLite). */
export const rankOfRebuild: number = order.rebuild_table
/** For what frees the values that backfills are about to write (SQLite). */
export const rankBeforeBackfills: number = order.run_backfill - 0.5
export const rankOfForeignKeys: number = order.add_foreign_key
/** For what is different about a column when the parent it came from has lost it. */
export const rankOfColumnsLeft: number = order.drop_column + 0.2
/** For what reads columns whose values have come from another table by then: in the order that it has elsewhere. */
export function rankOfMoved(rank: number): number {
  return order.drop_table + 0.1 + rank / 1000
}
/** For what is about the partitions of a table that is plain so far, or points to that. */
export const rankOfPartitioned: number = order.partition_table + 0.1
