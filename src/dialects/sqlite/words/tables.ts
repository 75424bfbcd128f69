import type { Constraint } from '../../../model/constraint.ts'
import type { ObjectName } from '../../../model/name.ts'
import type { Statement } from '../../../model/statement.ts'
import type { Table } from '../../../model/table.ts'
import { columnText } from './columns.ts'
import { constraintText } from './constraints.ts'
import { qualify } from './quote.ts'
import { statement } from './statement.ts'

/** Columns and every constraint, foreign keys included: SQLite can add most of them at no other time. */
export function createTable(table: Table): Statement {
  const lines = [
    ...table.columns.map((column) => columnText(column, autoincrementKey(table, column.name))),
    ...constraintsInOrder(table).map(constraintText),
  ]
  const options = [table.strict ? 'strict' : '', table.withoutRowid ? 'without rowid' : ''].filter(
    (text) => text !== '',
  )
  const sql = `create table ${qualify(table.name)} (\n  ${lines.join(',\n  ')}\n)${options.length > 0 ? ` ${options.join(', ')}` : ''}`
  return statement(sql, table.name, 'catalog')
}

function constraintsInOrder(table: Table): Constraint[] {
  const { primaryKey } = table
  const inline = primaryKey?.columns.some((column) => autoincrementKey(table, column) !== null) ?? false
  return [
    ...(primaryKey === null || inline ? [] : [{ kind: 'primary_key' as const, definition: primaryKey }]),
    ...table.uniques.map((definition) => ({ kind: 'unique' as const, definition })),
    ...table.checks.map((definition) => ({ kind: 'check' as const, definition })),
    ...table.foreignKeys.map((definition) => ({ kind: 'foreign_key' as const, definition })),
  ]
}

/** The name of the primary key when this column is all of it and AUTOINCREMENT. */
function autoincrementKey({ columns, primaryKey }: Table, column: string): string | null {
  if (primaryKey === null || primaryKey.columns.length !== 1 || primaryKey.columns[0] !== column) return null
  return columns.some(({ name, identity }) => name === column && identity !== null) ? primaryKey.name : null
}

export function dropTable(name: ObjectName): Statement {
  return statement(`drop table ${qualify(name)}`, name, 'catalog')
}

export function renameTable(from: ObjectName, to: ObjectName): Statement {
  return statement(`alter table ${qualify(from)} rename to ${qualify(to)}`, from, 'catalog')
}
