import type { Change } from '../model/change.ts'
import { bug } from '../lib/errors.ts'
import type { ObjectName } from '../model/name.ts'
import type { SchemaObject } from '../model/object.ts'

/** The table, enum or object a change is about; for what is attached to a table, that table. */
export function subjectOf(change: Change): ObjectName {
  switch (change.kind) {
    case 'create_enum':
    case 'drop_enum':
      return change.type.name
    case 'extend_enum':
      return change.after.name
    case 'create_table':
    case 'drop_table':
      return change.table.name
    case 'rename_table':
    case 'rename_enum':
      return change.to
    case 'rename_label':
      return change.type
    case 'replace_types':
    case 'shadow_types':
      return firstOf(change.types.map(({ after }) => after)).name
    case 'rebuild_table':
      return change.before.name
    case 'run_backfill':
      return change.backfill.table
    case 'create_object':
    case 'drop_object':
      return ownerOf(change.object)
    case 'alter_object':
      return ownerOf(change.after)
    case 'rename_object':
      return change.object.on === null ? change.to : change.object.on.name
    case 'recreate_objects': {
      const [inner] = change.around
      return inner === undefined ? ownerOf(firstOf(change.drops)) : subjectOf(inner)
    }
    case 'change_comment':
      return change.on.kind === 'table' || change.on.kind === 'enum' ? change.on.name : change.on.table
    default:
      return change.table
  }
}

/** What it is attached to, or the object itself. */
function ownerOf({ name, on }: SchemaObject): ObjectName {
  return on === null ? name : on.name
}

function firstOf<T>(things: readonly T[]): T {
  const [first] = things
  if (first === undefined) throw bug('a change of nothing')
  return first
}

/** The object whose line in the specs a change comes from; null for changes of tables and enums. */
export function objectOfChange(change: Change): SchemaObject | null {
  switch (change.kind) {
    case 'create_object':
    case 'drop_object':
    case 'rename_object':
      return change.object
    case 'alter_object':
      return change.after
    case 'recreate_objects':
      return change.around.length > 0 ? null : (change.creates[0] ?? firstOf(change.drops))
    case 'replace_types': {
      const [type] = change.types
      return type?.kind === 'object' ? type.after : null
    }
    default:
      return null
  }
}

/** The member of the table it is about: a column, constraint, index or backfill. Empty for the table itself. */
export function memberOf(change: Change): {
  readonly kind: 'table' | 'column' | 'constraint' | 'index' | 'backfill' | 'enum' | 'object'
  readonly name: string
} {
  switch (change.kind) {
    case 'create_enum':
    case 'drop_enum':
    case 'extend_enum':
    case 'rename_enum':
    case 'rename_label':
    case 'replace_types':
    case 'shadow_types':
      return { kind: 'enum', name: '' }
    case 'add_column':
    case 'drop_column':
    case 'release_sequence':
    case 'own_sequence':
      return { kind: 'column', name: change.column.name }
    case 'rename_column':
      return { kind: 'column', name: change.to }
    case 'open_shim':
    case 'close_shim': {
      const [first] = change.columns
      return first === undefined ? { kind: 'table', name: '' } : { kind: 'column', name: first.to }
    }
    case 'change_type':
    case 'change_collation':
    case 'change_default':
    case 'change_identity':
    case 'change_sequence':
    case 'change_generated':
    case 'set_not_null':
    case 'drop_not_null':
    case 'change_not_null':
    case 'change_physical':
      return { kind: 'column', name: change.after.name }
    case 'add_primary_key':
    case 'drop_primary_key':
    case 'add_exclusion':
    case 'drop_exclusion':
    case 'add_unique':
    case 'drop_unique':
    case 'add_check':
    case 'drop_check':
    case 'add_foreign_key':
    case 'drop_foreign_key':
      return { kind: 'constraint', name: change.definition.name }
    case 'move_columns':
    case 'follow_move':
    case 'open_move':
    case 'close_move':
      return { kind: 'column', name: change.move.columns[0]?.[change.move.isSplit ? 'before' : 'after'].name ?? '' }
    case 'shadow_columns':
    case 'guard_swap':
      return { kind: 'column', name: change.swap.pairs[0]?.after.name ?? '' }
    case 'swap_columns':
      return { kind: 'column', name: change.swaps[0]?.pairs[0]?.after.name ?? '' }
    case 'shadow_foreign_key':
      return { kind: 'constraint', name: change.definition.name }
    case 'replace_primary_key':
    case 'replace_exclusion':
    case 'replace_unique':
    case 'replace_check':
    case 'replace_foreign_key':
    case 'change_deferrable':
      return { kind: 'constraint', name: change.after.name }
    case 'validate_constraint':
      return { kind: 'constraint', name: change.constraint.definition.name }
    case 'rename_constraint':
      return { kind: 'constraint', name: change.to }
    case 'create_index':
    case 'drop_index':
      return { kind: 'index', name: change.index.name }
    case 'replace_index':
      return { kind: 'index', name: change.after.name }
    case 'change_index_options':
      return { kind: 'index', name: change.name }
    case 'rename_index':
      return { kind: 'index', name: change.to }
    case 'run_backfill':
    case 'start_filling':
    case 'stop_filling':
      return { kind: 'backfill', name: change.backfill.name }
    case 'change_comment':
      return change.on.kind === 'column' || change.on.kind === 'constraint'
        ? { kind: change.on.kind, name: change.on.name }
        : { kind: 'table', name: '' }
    case 'create_object':
    case 'drop_object':
    case 'rename_object':
      return { kind: 'object', name: change.object.name.name }
    case 'alter_object':
      return { kind: 'object', name: change.after.name.name }
    case 'recreate_objects': {
      const [inner] = change.around
      return inner === undefined ? { kind: 'object', name: firstOf(change.drops).name.name } : memberOf(inner)
    }
    case 'create_table':
    case 'drop_table':
    case 'rename_table':
    case 'rebuild_table':
    case 'change_options':
    case 'change_logging':
    case 'change_access_method':
    case 'release_marks':
    case 'change_marks':
    case 'attach_partition':
    case 'detach_partition':
    case 'change_partitions':
    case 'guard_partition':
    case 'analyze_table':
    case 'partition_table':
    case 'inherit':
    case 'stop_inheriting':
      return { kind: 'table', name: '' }
  }
}
