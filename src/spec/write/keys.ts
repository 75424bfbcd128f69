import type { PrimaryKey, Unique } from '../../model/constraint.ts'
import { columnOf, type Table } from '../../model/table.ts'
import type { PrimaryKeySpec, TableSpec, UniqueSpec } from '../content.ts'
import { optionsOf } from './options.ts'
import type { Writing } from './writing.ts'

export function primaryKeyOf(table: Table, { implied }: Writing): Partial<TableSpec> {
  const { primaryKey } = table
  if (primaryKey === null) return {}
  const { name, columns, deferrable } = primaryKey
  const spec: PrimaryKeySpec = {
    ...(implied.primaryKey(table) ? {} : { name }),
    columns,
    ...keyParts(primaryKey),
    ...(deferrable === undefined ? {} : { deferrable }),
    ...described(primaryKey),
  }
  return { primary_key: Object.keys(spec).length === 1 ? columns : spec }
}

/** `unique: true` on its column says it all. */
export function isColumnUnique(unique: Unique, table: Table, writing: Writing): boolean {
  const [column = ''] = unique.columns
  return unique.columns.length === 1 && columnOf(table, column) !== undefined && isUnsaid(unique, table, writing)
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

function uniqueSpec(unique: Unique): readonly string[] | UniqueSpec {
  const { columns, nullsNotDistinct, deferrable } = unique
  const spec: UniqueSpec = {
    columns,
    ...keyParts(unique),
    ...(nullsNotDistinct ? { nulls_not_distinct: true } : {}),
    ...(deferrable === 'no' ? {} : { deferrable }),
    ...described(unique),
  }
  return Object.keys(spec).length === 1 ? columns : spec
}

function keyParts({
  include,
  withoutOverlaps,
  options,
}: PrimaryKey | Unique): Pick<UniqueSpec, 'include' | 'without_overlaps' | 'options'> {
  return {
    ...(include === undefined ? {} : { include }),
    ...(withoutOverlaps === true ? { without_overlaps: true } : {}),
    ...optionsOf(options),
  }
}

function described({ comment }: PrimaryKey | Unique): Pick<UniqueSpec, 'comment'> {
  return comment === undefined ? {} : { comment }
}
