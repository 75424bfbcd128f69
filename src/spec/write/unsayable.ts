import type { ForeignKey } from '../../model/constraint.ts'
import { displayName, nameKey, type ObjectName } from '../../model/name.ts'
import type { Schema } from '../../model/schema.ts'
import type { Table } from '../../model/table.ts'
import { unreferable } from '../referable.ts'

/** A member of a table that no spec can declare. Specs that are written name it under `ignore:`, so that it is let be. */
export interface Unsayable {
  readonly table: ObjectName
  readonly kind: string
  readonly name: string
  readonly because: string
}

/**
 * SQLite takes foreign keys that lead nowhere, and complains only when they are used (foreignkeys.html §3). PostgreSQL
 * keeps what is left of an index that could not be built, and one made ON ONLY a partitioned table.
 */
export function unsayableIn(schema: Schema): readonly Unsayable[] {
  const tables = new Map(schema.tables.map((table) => [nameKey(table.name), table]))
  return schema.tables.flatMap((table) => [
    ...table.foreignKeys.flatMap((key) => {
      const because = reasonOf(key, tables)
      return because === null ? [] : [{ table: table.name, kind: 'foreign key', name: key.name, because }]
    }),
    ...table.indexes
      .filter(({ valid }) => !valid)
      .map(({ name }) => ({ table: table.name, kind: 'index', name, because: invalidBecause(table) })),
  ])
}

/** Declared, it would be built anew: nothing that specs say makes an index that is not valid. */
function invalidBecause({ partitionBy }: Table): string {
  return partitionBy === null
    ? 'it is not valid; REINDEX or drop it'
    : 'it is not valid, since a partition has no part of it; attach one, or drop it'
}

function reasonOf({ columns, references, period }: ForeignKey, tables: ReadonlyMap<string, Table>): string | null {
  const other = tables.get(nameKey(references.table))
  const shown = displayName(references.table)
  if (other === undefined) return `it refers to ${shown}, which is not modelled`
  const reason =
    references.columns.length === columns.length
      ? unreferable(other, references.columns, period ?? false, tables)
      : 'is neither its primary key nor unique'
  return reason === null ? null : `${shown} (${references.columns.join(', ')}) ${reason}`
}
