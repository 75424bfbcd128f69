import type { Change } from '../model/change.ts'
import { type Schema, tableOf } from '../model/schema.ts'
import type { Table } from '../model/table.ts'

/**
 * True for a new table with a foreign key to a standing table that has yet to get the key it points to. Where foreign
 * keys come with the table (SQLite), it has to come after that key: until then every write to the parent would fail.
 */
export function waitsForKey(change: Change, actual: Schema): boolean {
  if (change.kind !== 'create_table') return false
  return change.table.foreignKeys.some(({ references }) => {
    const parent = tableOf(actual, references.table)
    return parent !== undefined && !hasKey(parent, references.columns)
  })
}

/** True when a foreign key may point to these columns. */
export function hasKey(parent: Table, columns: readonly string[]): boolean {
  return keysOf(parent).some((key) => sameColumns(key, columns))
}

function keysOf({ primaryKey, uniques, indexes }: Table): (readonly string[])[] {
  return [
    ...(primaryKey === null ? [] : [primaryKey.columns]),
    ...uniques.map(({ columns }) => columns),
    ...indexes
      .filter(({ unique, where }) => unique && where === null)
      .map(({ keys }) => keys.map(({ on }) => ('column' in on ? on.column : ''))),
  ]
}

/** In any order: foreign keys name the columns of a key as they like. */
export function sameColumns(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((column) => b.includes(column))
}
