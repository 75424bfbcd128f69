import { type Column, usualColumn } from '../../../model/column.ts'
import { ancestorsOf, inheritedColumns } from '../../../model/family.ts'
import { nameKey } from '../../../model/name.ts'
import type { Rename } from '../../../model/rename.ts'
import type { Schema } from '../../../model/schema.ts'
import { parentsOf } from '../../../model/table.ts'
import { renameSchema } from './rename-schema.ts'

/** Each table with the columns that it has from its parents behind its own: expressions may name them. */
export function widened(schema: Schema): Schema {
  return {
    ...schema,
    tables: schema.tables.map((table) =>
      parentsOf(table).length === 0
        ? table
        : { ...table, columns: [...table.columns, ...inheritedColumns(schema, table).map(bare)] },
    ),
  }
}

/** Takes the columns away again that `widened` has added to `before`. */
export function narrowed(wide: Schema, before: Schema): Schema {
  return {
    ...wide,
    tables: wide.tables.map((table, position) => {
      const own = before.tables[position]?.columns.length ?? table.columns.length
      return own >= table.columns.length ? table : { ...table, columns: table.columns.slice(0, own) }
    }),
  }
}

/** The renames, and what renaming a column does to the tables that have it from its table. */
export function inheritedRenames(renames: readonly Rename[], actual: Schema): Rename[] {
  const columns = renames.filter(({ column }) => column !== null)
  if (columns.length === 0 || actual.tables.every((table) => parentsOf(table).length === 0)) return [...renames]
  const moved = renameSchema(
    actual,
    renames.filter(({ column }) => column === null),
  )
  const more = moved.tables.flatMap((table) => {
    const ancestors = ancestorsOf(moved, table)
    return columns
      .filter((rename) => ancestors.includes(nameKey(rename.table)))
      .map((rename): Rename => ({ ...rename, table: table.name }))
  })
  return [...renames, ...more]
}

function bare({ name, type, collation }: Column): Column {
  const nothing = {
    nullable: true,
    default: null,
    identity: null,
    sequence: null,
    generated: null,
    comment: null,
  } as const
  return { name, type, collation, ...nothing, physical: usualColumn }
}
