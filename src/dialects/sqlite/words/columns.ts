import { bug } from '../../../lib/errors.ts'
import type { Column } from '../../../model/column.ts'
import type { ObjectName } from '../../../model/name.ts'
import type { Statement } from '../../../model/statement.ts'
import { spell } from '../ddl/spelling.ts'
import { qualify, quote } from './quote.ts'
import { statement } from './statement.ts'

/** `key`: the constraint of a primary key that has to be written on the column itself. */
export function columnText(column: Column, key = ''): string {
  const { generated } = column
  return [
    quote(column.name),
    typeText(column.type),
    column.nullable ? '' : 'not null',
    key,
    column.default === null ? '' : `default ${defaultText(column.default)}`,
    column.collation === null ? '' : `collate ${quote(column.collation)}`,
    generated === null
      ? ''
      : `generated always as (${spell(generated.expression)}) ${generated.stored ? 'stored' : 'virtual'}`,
  ]
    .filter((part) => part !== '')
    .join(' ')
}

/** A declared type may be any text; one that does not read back as itself has to be quoted. */
export function typeText(type: string): string {
  const plain = /^[a-z_]\w*(?: [a-z_]\w*)*(?:\([-+]?[\w.]+(?:,[-+]?[\w.]+)?\))?$/
  return type === '' || plain.test(type) ? type : quote(type)
}

const constantDefault =
  /^(?:[-+]?(?:\d[\d_]*(?:\.[\d_]*)?|\.\d+)(?:e[-+]?\d+)?|0x[0-9a-f]+|'(?:[^']|'')*'|x'[0-9a-f]*'|true|false|null)$/i
const clockDefault = /^current_(?:time|date|timestamp)$/i

function defaultText(expression: string): string {
  const text = spell(expression)
  return constantDefault.test(text) || clockDefault.test(text) ? text : `(${text})`
}

/** A constant costs nothing to add; anything else is refused on a table with rows (2B). */
export function isConstantDefault(expression: string): boolean {
  return constantDefault.test(spell(expression))
}

/** What ALTER TABLE ADD COLUMN takes (lang_altertable.html §5, 2B). */
export function canAddColumn(column: Column): boolean {
  if (column.identity !== null) return false
  if (column.generated !== null) return !column.generated.stored
  return column.default === null ? column.nullable : isConstantDefault(column.default)
}

export function addColumn(table: ObjectName, column: Column): Statement {
  if (!canAddColumn(column)) throw bug(`SQLite cannot add column ${column.name} to ${table.name} without a rebuild`)
  const scans = column.generated !== null && !column.nullable
  return statement(`alter table ${qualify(table)} add column ${columnText(column)}`, table, scans ? 'scan' : 'catalog')
}

export function dropColumn(table: ObjectName, column: string): Statement {
  return statement(`alter table ${qualify(table)} drop column ${quote(column)}`, table, 'rewrite')
}

export function renameColumn(table: ObjectName, from: string, to: string): Statement {
  return statement(`alter table ${qualify(table)} rename column ${quote(from)} to ${quote(to)}`, table, 'catalog')
}

/** SQLite 3.53 and later; tests the rows. */
export function setNotNull(table: ObjectName, { name }: Column): Statement {
  return statement(`alter table ${qualify(table)} alter column ${quote(name)} set not null`, table, 'scan')
}

/** SQLite 3.53 and later. */
export function dropNotNull(table: ObjectName, column: string): Statement {
  return statement(`alter table ${qualify(table)} alter column ${quote(column)} drop not null`, table, 'catalog')
}
