import type { Change } from '../model/change.ts'
import type { ObjectName } from '../model/name.ts'

/** The table (or enum) a change is about. */
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
      return change.to
    case 'rebuild_table':
      return change.before.name
    case 'run_backfill':
      return change.backfill.table
    case 'change_comment':
      return change.on.kind === 'table' || change.on.kind === 'enum' ? change.on.name : change.on.table
    default:
      return change.table
  }
}

/** The member of the table it is about: a column, constraint, index or backfill. Empty for the table itself. */
export function memberOf(change: Change): {
  readonly kind: 'table' | 'column' | 'constraint' | 'index' | 'backfill' | 'enum'
  readonly name: string
} {
  switch (change.kind) {
    case 'create_enum':
    case 'drop_enum':
    case 'extend_enum':
      return { kind: 'enum', name: '' }
    case 'add_column':
    case 'drop_column':
      return { kind: 'column', name: change.column.name }
    case 'rename_column':
      return { kind: 'column', name: change.to }
    case 'change_type':
    case 'change_collation':
    case 'change_default':
    case 'change_identity':
    case 'change_generated':
    case 'set_not_null':
    case 'drop_not_null':
      return { kind: 'column', name: change.after.name }
    case 'add_primary_key':
    case 'drop_primary_key':
    case 'add_unique':
    case 'drop_unique':
    case 'add_check':
    case 'drop_check':
    case 'add_foreign_key':
    case 'drop_foreign_key':
      return { kind: 'constraint', name: change.definition.name }
    case 'replace_primary_key':
    case 'replace_unique':
    case 'replace_check':
    case 'replace_foreign_key':
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
    case 'rename_index':
      return { kind: 'index', name: change.to }
    case 'run_backfill':
      return { kind: 'backfill', name: change.backfill.name }
    case 'change_comment':
      return change.on.kind === 'column' ? { kind: 'column', name: change.on.name } : { kind: 'table', name: '' }
    case 'create_table':
    case 'drop_table':
    case 'rename_table':
    case 'rebuild_table':
      return { kind: 'table', name: '' }
  }
}
