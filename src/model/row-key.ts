import { columnOf, type Table } from './table.ts'

/** Columns that no two rows share; `at_once`: only what is asked of each row as it is written (ON CONFLICT goes by no other). */
function uniqueColumns({ primaryKey, uniques, indexes }: Table, asked: 'at_once' | 'at_last'): string[][] {
  const isMeant = ({ deferrable = 'no' }: { readonly deferrable?: string }): boolean =>
    asked === 'at_last' || deferrable === 'no'
  return [
    ...[...(primaryKey === null ? [] : [primaryKey]), ...uniques].filter(isMeant).map(({ columns }) => [...columns]),
    ...indexes
      .filter(({ unique, where }) => unique && where === null)
      .map(({ keys }) => keys.map(({ on }) => ('column' in on ? on.column : ''))),
  ]
}

/** True when rows are told apart by just these columns. */
export function isUniqueBy(table: Table, names: readonly string[], asked: 'at_once' | 'at_last'): boolean {
  return uniqueColumns(table, asked).some(
    (columns) => columns.length === names.length && names.every((name) => columns.includes(name)),
  )
}

/** The primary key, else a unique key without NULLs (hazards.md 4A); null: rows have none. */
export function rowKey(table: Table): readonly string[] | null {
  const candidates = [
    ...(table.primaryKey === null ? [] : [table.primaryKey.columns]),
    ...table.uniques.filter(({ deferrable }) => deferrable === 'no').map(({ columns }) => columns),
  ]
  return candidates.find((columns) => columns.every((name) => columnOf(table, name)?.nullable === false)) ?? null
}
