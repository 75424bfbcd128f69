import type { Column, NotNullConstraint } from '../model/column.ts'
import type { Binding } from './binding.ts'
import { checkIdentifier } from './identifiers.ts'
import type { ColumnSpec } from './content.ts'
import { below, type Place } from './spec-file.ts'
import { needs } from './version-limits.ts'

/** Whether a column is NOT NULL, and what the constraint behind it is like where the engine has one (PostgreSQL 18). */
export function bindNotNull(
  binding: Binding,
  { not_null: written }: ColumnSpec,
  implied: boolean,
  column: Place,
  shown: string,
): Pick<Column, 'nullable' | 'notNull'> {
  if (typeof written !== 'object') return { nullable: written !== true && !implied }
  const place = below(column, 'not_null')
  const what = `column ${shown}: not_null`
  if (written.name !== undefined) checkIdentifier(binding, written.name, below(place, 'name'), what)
  if (binding.dialect.name === 'sqlite') {
    binding.note(
      place,
      'not-kept',
      'SQLite has no constraint behind NOT NULL that could be named or be for new rows only',
      shown,
    )
    return { nullable: written.validated === false && !implied }
  }
  if (written.validated === false) needs(binding, 18, below(place, 'validated'), what, 'NOT NULL for new rows only')
  if (written.no_inherit === true) needs(binding, 18, below(place, 'no_inherit'), what, 'NOT NULL … NO INHERIT')
  if (written.name !== undefined && !binding.facts.unprovenNotNull)
    binding.note(below(place, 'name'), 'not-kept', 'before PostgreSQL 18 NOT NULL has no name', shown)
  const constraint: NotNullConstraint = binding.facts.unprovenNotNull
    ? {
        ...(written.name === undefined ? {} : { name: written.name }),
        ...(written.no_inherit === true ? { noInherit: true } : {}),
        ...(written.validated === false ? { validated: false } : {}),
      }
    : {}
  return {
    nullable: written.validated === false,
    ...(Object.keys(constraint).length === 0 ? {} : { notNull: constraint }),
  }
}
