import type { Column } from '../../model/column.ts'
import type { Table } from '../../model/table.ts'
import type { ColumnSpec } from '../content.ts'
import { serialType } from './sequences.ts'
import { writtenType } from './written-type.ts'
import type { Writing } from './writing.ts'

/**
 * The shortest usual name. SQLite keeps whatever type somebody has declared; one that means another there, such as
 * `varchar(20)`, or none at all, is said for SQLite alone, where it is then taken to the letter.
 */
export function columnType(column: Column, _table: Table, writing: Writing): Pick<ColumnSpec, 'type'> {
  const { type } = column
  const serial = serialType(column)
  if (serial !== null) return { type: serial }
  if (type === '') return { type: { sqlite: null } }
  const { name, types } = writing.dialect
  const onlyHere = name === 'sqlite' && (types.canonical(type) ?? type) !== type
  return { type: onlyHere ? { sqlite: type } : writtenType(type, writing) }
}
