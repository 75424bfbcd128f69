import type { ChangeKind } from '../model/change.ts'

/**
 * Which kind comes first among changes of one phase. Names change hands before anything uses the new ones; rules go
 * before the things they guard change; keys come before the foreign keys that point to them; what is put aside goes
 * last, when nothing needs it any more.
 */
export const rankOf: Readonly<Record<ChangeKind, number>> = {
  rename_table: 0,
  rename_column: 1,
  create_enum: 2,
  extend_enum: 3,
  create_table: 4,
  drop_foreign_key: 5,
  drop_check: 6,
  drop_index: 7,
  drop_unique: 8,
  drop_primary_key: 9,
  rename_index: 10,
  rename_constraint: 11,
  add_column: 12,
  change_type: 13,
  change_collation: 14,
  change_generated: 15,
  run_backfill: 16,
  rebuild_table: 17,
  set_not_null: 18,
  change_identity: 19,
  change_default: 20,
  add_primary_key: 21,
  replace_primary_key: 22,
  add_unique: 23,
  replace_unique: 24,
  create_index: 25,
  replace_index: 26,
  add_check: 27,
  replace_check: 28,
  add_foreign_key: 29,
  replace_foreign_key: 30,
  validate_constraint: 31,
  drop_not_null: 32,
  change_comment: 33,
  drop_column: 34,
  drop_table: 35,
  drop_enum: 36,
}
