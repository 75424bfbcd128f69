import type { Column } from '../../model/column.ts'
import type { Table } from '../../model/table.ts'
import type { ColumnSpec } from '../content.ts'
import { serialType } from './sequences.ts'
import type { Writing } from './writing.ts'

/**
 * The shortest usual name. SQLite keeps whatever type somebody has declared; one that means another there, such as
 * `varchar(20)`, or none at all, is said for SQLite alone, where it is then taken to the letter.
 */
export function columnType(column: Column, _table: Table, { dialect, types }: Writing): Pick<ColumnSpec, 'type'> {
  const { type } = column
  const serial = serialType(column)
  if (serial !== null) return { type: serial }
  const [, element = type, brackets = ''] = /^(.*?)((?:\[\])*)$/s.exec(type) ?? []
  const declared = types.get(element)
  if (declared !== undefined) return { type: declared + brackets }
  if (type === '') return { type: { sqlite: null } }
  const { canonical, short } = dialect.types
  return { type: dialect.name === 'sqlite' && (canonical(type) ?? type) !== type ? { sqlite: type } : short(type) }
}
