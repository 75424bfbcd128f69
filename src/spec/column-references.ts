import { didYouMean } from '../lib/text.ts'
import type { Binding, Declared } from './binding.ts'
import { below, type Place } from './spec-file.ts'

/** Reports the first of these columns that the table does not have; true when it has all of them. `place` is that of the list. */
export function checkColumns(
  binding: Binding,
  table: Declared,
  columns: readonly string[],
  place: Place,
  what: string,
): boolean {
  const index = columns.findIndex((column) => !hasColumn(table, column))
  const missing = columns[index]
  if (missing === undefined) return true
  reportColumn(binding, table, missing, below(place, String(index)), what)
  return false
}

export function hasColumn(table: Declared, column: string): boolean {
  return Object.hasOwn(table.spec.columns, column)
}

export function reportColumn(binding: Binding, table: Declared, column: string, place: Place, what: string): void {
  // What is missing may have been cut for another reason, which is reported already.
  if (table.damaged) return
  const near = didYouMean(column, Object.keys(table.spec.columns))
  const looksLikeSql = /[()\s]/.test(column)
  const help =
    near !== null
      ? `did you mean ${near}?`
      : looksLikeSql && what.startsWith('index')
        ? `write an expression as { expression: '${column}' }`
        : `its columns are ${Object.keys(table.spec.columns).join(', ')}`
  binding.error(place, 'unknown-column', `${what}: table ${table.shown} has no column ${column}`, help)
}
