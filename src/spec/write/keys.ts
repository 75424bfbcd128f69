import type { Unique } from '../../model/constraint.ts'
import type { Table } from '../../model/table.ts'
import type { TableSpec, UniqueSpec } from '../content.ts'
import type { Writing } from './writing.ts'

export function primaryKeyOf(table: Table, { implied }: Writing): Partial<TableSpec> {
  const { primaryKey } = table
  if (primaryKey === null) return {}
  const { name, columns } = primaryKey
  return { primary_key: implied.primaryKey(table) ? columns : { name, columns } }
}

/** `unique: true` on its column says it all. */
export function isColumnUnique(unique: Unique, table: Table, writing: Writing): boolean {
  return unique.columns.length === 1 && isUnsaid(unique, table, writing)
}

/** Those that no column says: a list of columns when all names are the default ones, else by name. */
export function uniquesOf(table: Table, writing: Writing): Partial<TableSpec> {
  const rest = table.uniques.filter((unique) => !isColumnUnique(unique, table, writing))
  if (rest.length === 0) return {}
  return rest.every((unique) => isUnsaid(unique, table, writing))
    ? { unique: rest.map(({ columns }) => columns) }
    : { unique: Object.fromEntries(rest.map((unique) => [unique.name, uniqueSpec(unique)])) }
}

function isUnsaid(unique: Unique, table: Table, { implied }: Writing): boolean {
  return !('columns' in uniqueSpec(unique)) && implied.unique(table, unique)
}

function uniqueSpec({ columns, nullsNotDistinct, deferrable }: Unique): readonly string[] | UniqueSpec {
  if (!nullsNotDistinct && deferrable === 'no') return columns
  return {
    columns,
    ...(nullsNotDistinct ? { nulls_not_distinct: true } : {}),
    ...(deferrable === 'no' ? {} : { deferrable }),
  }
}
