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
  rename_index: 6,
  rename_constraint: 7,
  drop_check: 8,
  drop_index: 9,
  drop_unique: 10,
  drop_primary_key: 11,
  drop_not_null: 12,
  add_column: 13,
  change_type: 14,
  change_collation: 15,
  change_generated: 16,
  change_identity: 17,
  change_default: 18,
  run_backfill: 19,
  rebuild_table: 20,
  set_not_null: 21,
  add_primary_key: 22,
  replace_primary_key: 23,
  add_unique: 24,
  replace_unique: 25,
  create_index: 26,
  replace_index: 27,
  add_check: 28,
  replace_check: 29,
  add_foreign_key: 30,
  replace_foreign_key: 31,
  validate_constraint: 32,
  change_comment: 33,
  drop_column: 34,
  drop_table: 35,
  drop_enum: 36,
}
