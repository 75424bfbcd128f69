import { compareText } from '../../lib/compare.ts'
import type { Change } from '../../model/change.ts'
import type { Column } from '../../model/column.ts'
import type { Table } from '../../model/table.ts'

/**
 * The table after one change to it. A change of a column touches only what it is about: what its `after` says of the rest
 * may be the business of a later change.
 */
export function applyChange(table: Table, change: Change): Table {
  switch (change.kind) {
    case 'add_column':
      return { ...table, columns: [...table.columns, change.column] }
    case 'drop_column':
      return { ...table, columns: table.columns.filter(({ name }) => name !== change.column.name) }
    case 'change_type':
      return editColumn(table, change.after.name, { type: change.after.type, collation: change.after.collation })
    case 'change_collation':
      return editColumn(table, change.after.name, { collation: change.after.collation })
    case 'change_default':
      return editColumn(table, change.after.name, { default: change.after.default })
    case 'change_identity':
      return editColumn(table, change.after.name, { identity: change.after.identity })
    case 'change_generated':
      return editColumn(table, change.after.name, { generated: change.after.generated })
    case 'set_not_null':
      return editColumn(table, change.after.name, { nullable: false })
    case 'drop_not_null':
      return editColumn(table, change.after.name, { nullable: true })
    case 'add_primary_key':
      return { ...table, primaryKey: change.definition }
    case 'drop_primary_key':
      return { ...table, primaryKey: null }
    case 'replace_primary_key':
      return { ...table, primaryKey: change.after }
    case 'add_unique':
      return { ...table, uniques: put(table.uniques, change.definition) }
    case 'drop_unique':
      return { ...table, uniques: remove(table.uniques, change.definition.name) }
    case 'replace_unique':
      return { ...table, uniques: put(remove(table.uniques, change.before.name), change.after) }
    case 'add_check':
      return { ...table, checks: put(table.checks, change.definition) }
    case 'drop_check':
      return { ...table, checks: remove(table.checks, change.definition.name) }
    case 'replace_check':
      return { ...table, checks: put(remove(table.checks, change.before.name), change.after) }
    case 'add_foreign_key':
      return { ...table, foreignKeys: put(table.foreignKeys, change.definition) }
    case 'drop_foreign_key':
      return { ...table, foreignKeys: remove(table.foreignKeys, change.definition.name) }
    case 'replace_foreign_key':
      return { ...table, foreignKeys: put(remove(table.foreignKeys, change.before.name), change.after) }
    case 'rename_constraint':
      return renameConstraint(table, change.from, change.to)
    case 'create_index':
      return { ...table, indexes: put(table.indexes, change.index) }
    case 'drop_index':
      return { ...table, indexes: remove(table.indexes, change.index.name) }
    case 'replace_index':
      return { ...table, indexes: put(remove(table.indexes, change.before.name), change.after) }
    case 'rename_index':
      return { ...table, indexes: rename(table.indexes, change.from, change.to) }
    default:
      return table
  }
}

function editColumn(table: Table, name: string, edit: Partial<Column>): Table {
  return { ...table, columns: table.columns.map((column) => (column.name === name ? { ...column, ...edit } : column)) }
}

function renameConstraint(table: Table, from: string, to: string): Table {
  const { primaryKey } = table
  return {
    ...table,
    primaryKey: primaryKey?.name === from ? { ...primaryKey, name: to } : primaryKey,
    uniques: rename(table.uniques, from, to),
    checks: rename(table.checks, from, to),
    foreignKeys: rename(table.foreignKeys, from, to),
  }
}

type Named = { readonly name: string }

function put<T extends Named>(members: readonly T[], member: T): T[] {
  return sorted([...remove(members, member.name), member])
}

function remove<T extends Named>(members: readonly T[], name: string): T[] {
  return members.filter((member) => member.name !== name)
}

function rename<T extends Named>(members: readonly T[], from: string, to: string): T[] {
  return sorted(members.map((member) => (member.name === from ? { ...member, name: to } : member)))
}

function sorted<T extends Named>(members: readonly T[]): T[] {
  return [...members].sort((a, b) => compareText(a.name, b.name))
}
