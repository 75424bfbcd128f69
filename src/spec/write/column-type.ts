import { didYouMean } from '../../lib/text.ts'
import type { Column } from '../../model/column.ts'
import type { Table } from '../../model/table.ts'
import type { ColumnSpec } from '../content.ts'
import { typeWord } from '../type-word.ts'
import { serialType } from './sequences.ts'
import { writtenType } from './written-type.ts'
import type { Writing } from './writing.ts'

/**
 * The shortest usual name. SQLite keeps whatever type somebody has declared; one that means another there, such as
 * `varchar(20)`, one that looks misspelt, such as `nvarchar(20)`, or none at all, is said for SQLite alone, where it is taken
 * to the letter.
 */
export function columnType(column: Column, _table: Table, writing: Writing): Pick<ColumnSpec, 'type'> {
  const { type } = column
  const serial = serialType(column)
  if (serial !== null) return { type: serial }
  if (type === '') return { type: { sqlite: null } }
  const { name, types } = writing.dialect
  const meant = types.canonical(type) ?? (didYouMean(typeWord(type), types.known) === null ? type : null)
  const onlyHere = name === 'sqlite' && meant !== type
  return { type: onlyHere ? { sqlite: type } : writtenType(type, writing) }
}
