import { ancestorsOf, inheritedColumns } from './family.ts'
import { nameKey, type ObjectName, sameName } from './name.ts'
import { type Rename, tableBefore } from './rename.ts'
import type { Schema } from './schema.ts'
import type { Table } from './table.ts'

/** What a table and its columns, those of its parents among them, are called until the renames are carried out. */
export interface NamesBefore {
  readonly table: ObjectName
  readonly columns: readonly { readonly from: string; readonly to: string }[]
}

/** Undefined when its names stay. `actual`: after the renames. */
export function namesBefore(table: Table, renames: readonly Rename[], actual: Schema): NamesBefore | undefined {
  const family = [nameKey(table.name), ...ancestorsOf(actual, table)]
  const own = renames.find(({ column, table: to }) => column === null && sameName(to, table.name))
  const renamed = renames.filter(({ column, table: to }) => column !== null && family.includes(nameKey(to)))
  if (own === undefined && renamed.length === 0) return undefined
  return {
    table: own === undefined ? table.name : tableBefore(own),
    columns: [...table.columns, ...inheritedColumns(actual, table)].map(({ name }) => ({
      from: renamed.find(({ column }) => column === name)?.from ?? name,
      to: name,
    })),
  }
}
