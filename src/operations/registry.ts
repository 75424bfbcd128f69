import type { Change, ChangeKind } from '../model/change.ts'
import { addCheck } from './add-check.ts'
import { addColumn } from './add-column.ts'
import { addExclusion } from './add-exclusion.ts'
import { addForeignKey } from './add-foreign-key.ts'
import { addPrimaryKey } from './add-primary-key.ts'
import { addUnique } from './add-unique.ts'
import { alterObject } from './alter-object.ts'
import { analyzeTable } from './analyze-table.ts'
import { changeCollation } from './change-collation.ts'
import { changeComment } from './change-comment.ts'
import { changeDefault } from './change-default.ts'
import { changeDeferrable } from './change-deferrable.ts'
import { changeGenerated } from './change-generated.ts'
import { changeIdentity } from './change-identity.ts'
import { attachPartition } from './attach-partition.ts'
import { changeAccessMethod } from './change-access-method.ts'
import { changeIndexOptions } from './change-index-options.ts'
import { changeLogging } from './change-logging.ts'
import { changeMarks } from './change-marks.ts'
import { changeNotNull } from './change-not-null.ts'
import { changeOptions } from './change-options.ts'
import { changePartitions } from './change-partitions.ts'
import { changePhysical } from './change-physical.ts'
import { changeSequence } from './change-sequence.ts'
import { changeType } from './change-type.ts'
import { closeShim } from './close-shim.ts'
import { createEnum } from './create-enum.ts'
import { createIndex } from './create-index.ts'
import { createObject } from './create-object.ts'
import { createTable } from './create-table.ts'
import { detachPartition } from './detach-partition.ts'
import { dropCheck } from './drop-check.ts'
import { dropColumn } from './drop-column.ts'
import { dropEnum } from './drop-enum.ts'
import { dropExclusion } from './drop-exclusion.ts'
import { dropForeignKey } from './drop-foreign-key.ts'
import { dropIndex } from './drop-index.ts'
import { dropNotNull } from './drop-not-null.ts'
import { dropObject } from './drop-object.ts'
import { dropPrimaryKey } from './drop-primary-key.ts'
import { dropTable } from './drop-table.ts'
import { dropUnique } from './drop-unique.ts'
import { guardPartition } from './guard-partition.ts'
import { guardSwap } from './guard-swap.ts'
import { extendEnum } from './extend-enum.ts'
import { inherit } from './inherit.ts'
import { followMove } from './follow-move.ts'
import { openMove } from './open-move.ts'
import { closeMove } from './close-move.ts'
import { moveColumns } from './move-columns.ts'
import type { Operation } from './operation.ts'
import { rebuildTable } from './rebuild-table.ts'
import { recreateObjects } from './recreate-objects.ts'
import { releaseMarks } from './release-marks.ts'
import { openShim } from './open-shim.ts'
import { ownSequence } from './own-sequence.ts'
import { partitionTable } from './partition-table.ts'
import { releaseSequence } from './release-sequence.ts'
import { renameColumn } from './rename-column.ts'
import { renameConstraint } from './rename-constraint.ts'
import { renameEnum } from './rename-enum.ts'
import { renameIndex } from './rename-index.ts'
import { renameLabel } from './rename-label.ts'
import { renameObject } from './rename-object.ts'
import { renameTable } from './rename-table.ts'
import { replaceCheck } from './replace-check.ts'
import { replaceExclusion } from './replace-exclusion.ts'
import { replaceForeignKey } from './replace-foreign-key.ts'
import { replaceIndex } from './replace-index.ts'
import { replacePrimaryKey } from './replace-primary-key.ts'
import { replaceTypes } from './replace-types.ts'
import { replaceUnique } from './replace-unique.ts'
import { runBackfill } from './run-backfill.ts'
import { setNotNull } from './set-not-null.ts'
import { shadowColumns } from './shadow-columns.ts'
import { shadowForeignKey } from './shadow-foreign-key.ts'
import { shadowTypes } from './shadow-types.ts'
import { startFilling } from './start-filling.ts'
import { stopFilling } from './stop-filling.ts'
import { stopInheriting } from './stop-inheriting.ts'
import { swapColumns } from './swap-columns.ts'
import { validateConstraint } from './validate-constraint.ts'

/** Exhaustive by type: a new kind of change does not compile until it has an operation here. */
export const operations: { readonly [K in ChangeKind]: Operation<K> } = {
  add_check: addCheck,
  add_column: addColumn,
  add_exclusion: addExclusion,
  add_foreign_key: addForeignKey,
  add_primary_key: addPrimaryKey,
  add_unique: addUnique,
  alter_object: alterObject,
  analyze_table: analyzeTable,
  attach_partition: attachPartition,
  change_collation: changeCollation,
  change_comment: changeComment,
  change_default: changeDefault,
  change_deferrable: changeDeferrable,
  change_generated: changeGenerated,
  change_identity: changeIdentity,
  change_access_method: changeAccessMethod,
  change_index_options: changeIndexOptions,
  change_logging: changeLogging,
  change_marks: changeMarks,
  change_not_null: changeNotNull,
  change_options: changeOptions,
  change_partitions: changePartitions,
  change_physical: changePhysical,
  change_sequence: changeSequence,
  change_type: changeType,
  close_shim: closeShim,
  create_enum: createEnum,
  create_index: createIndex,
  create_object: createObject,
  create_table: createTable,
  detach_partition: detachPartition,
  drop_check: dropCheck,
  drop_column: dropColumn,
  drop_enum: dropEnum,
  drop_exclusion: dropExclusion,
  drop_foreign_key: dropForeignKey,
  drop_index: dropIndex,
  drop_not_null: dropNotNull,
  drop_object: dropObject,
  drop_primary_key: dropPrimaryKey,
  drop_table: dropTable,
  drop_unique: dropUnique,
  extend_enum: extendEnum,
  guard_partition: guardPartition,
  guard_swap: guardSwap,
  inherit,
  rebuild_table: rebuildTable((change) => operationFor(change)),
  recreate_objects: recreateObjects((change) => operationFor(change)),
  release_marks: releaseMarks,
  rename_column: renameColumn,
  rename_constraint: renameConstraint,
  follow_move: followMove,
  open_move: openMove,
  close_move: closeMove,
  move_columns: moveColumns,
  open_shim: openShim,
  own_sequence: ownSequence,
  partition_table: partitionTable,
  release_sequence: releaseSequence,
  rename_enum: renameEnum,
  rename_index: renameIndex,
  rename_label: renameLabel,
  rename_object: renameObject,
  rename_table: renameTable,
  replace_check: replaceCheck,
  replace_exclusion: replaceExclusion,
  replace_foreign_key: replaceForeignKey,
  replace_index: replaceIndex,
  replace_primary_key: replacePrimaryKey,
  replace_types: replaceTypes,
  replace_unique: replaceUnique,
  run_backfill: runBackfill,
  set_not_null: setNotNull,
  shadow_columns: shadowColumns,
  shadow_types: shadowTypes,
  shadow_foreign_key: shadowForeignKey,
  start_filling: startFilling,
  stop_filling: stopFilling,
  stop_inheriting: stopInheriting,
  swap_columns: swapColumns,
  validate_constraint: validateConstraint,
}

/** The one cast of its kind: TypeScript cannot correlate `change` with its own `kind`. */
export function operationFor(change: Change): Operation<ChangeKind> {
  return operations[change.kind] as unknown as Operation<ChangeKind>
}
