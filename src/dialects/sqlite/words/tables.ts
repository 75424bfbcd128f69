import type { Constraint } from '../../../model/constraint.ts'
import type { ObjectName } from '../../../model/name.ts'
import type { Statement } from '../../../model/statement.ts'
import type { Table } from '../../../model/table.ts'
import { columnText } from './columns.ts'
import { constraintText } from './constraints.ts'
import { qualify, quote } from './quote.ts'
import { statement } from './statement.ts'

/** Columns and every constraint, foreign keys included: SQLite can add most of them at no other time. */
export function createTable(table: Table): Statement {
  const key = keyOnColumn(table)
  const lines = [
    ...table.columns.map((column) => columnText(column, key?.column === column.name ? key.text : '')),
    ...constraintsInOrder(table, key !== null).map(constraintText),
  ]
  const options = [table.strict ? 'strict' : '', table.withoutRowid ? 'without rowid' : ''].filter(
    (text) => text !== '',
  )
  const sql = `create table ${qualify(table.name)} (\n  ${lines.join(',\n  ')}\n)${options.length > 0 ? ` ${options.join(', ')}` : ''}`
  return statement(sql, table.name, 'catalog')
}

function constraintsInOrder(table: Table, keyIsWritten: boolean): Constraint[] {
  const { primaryKey } = table
  return [
    ...(primaryKey === null || keyIsWritten ? [] : [{ kind: 'primary_key' as const, definition: primaryKey }]),
    ...table.uniques.map((definition) => ({ kind: 'unique' as const, definition })),
    ...table.checks.map((definition) => ({ kind: 'check' as const, definition })),
    ...table.foreignKeys.map((definition) => ({ kind: 'foreign_key' as const, definition })),
  ]
}

/**
 * AUTOINCREMENT is written on the column, and so is DESC, which makes an integer that is not the rowid, and may be NULL
 * therefore (lang_createtable.html §5).
 */
function keyOnColumn(table: Table): { readonly column: string; readonly text: string } | null {
  const { columns, primaryKey } = table
  const column =
    primaryKey?.columns.length === 1 ? columns.find(({ name }) => name === primaryKey.columns[0]) : undefined
  if (primaryKey === null || column === undefined) return null
  const constraint = `constraint ${quote(primaryKey.name)} primary key`
  if (column.identity !== null) return { column: column.name, text: `${constraint} autoincrement` }
  const isPlain = column.nullable && column.type === 'integer' && !table.withoutRowid && !table.strict
  return isPlain ? { column: column.name, text: `${constraint} desc` } : null
}

export function dropTable(name: ObjectName): Statement {
  return statement(`drop table ${qualify(name)}`, name, 'catalog')
}

export function renameTable(from: ObjectName, to: ObjectName): Statement {
  return statement(`alter table ${qualify(from)} rename to ${qualify(to)}`, from, 'catalog')
}
