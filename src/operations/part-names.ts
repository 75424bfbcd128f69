import type { IndexKey } from '../model/table-index.ts'
import { objectName } from '../model/object-name.ts'
import type { Schema } from '../model/schema.ts'
import type { Table } from '../model/table.ts'

/**
 * What the indexes of a table are to be called once it is a partition, by the names that its whole takes over: as the server
 * would call them, and like nothing else in the schema of the partition.
 */
export function partNames(table: Table, holder: Table['name'], found: Schema): Readonly<Record<string, string>> {
  const taken = new Set(
    found.tables.filter(({ name }) => name.schema === holder.schema).flatMap((other) => relationsOf(other)),
  )
  const named = (columns: string | null, label: string): string => {
    for (let number = 0; ; number += 1) {
      const name = objectName(holder.name, columns, `${label}${number === 0 ? '' : number}`, 63)
      if (taken.has(name)) continue
      taken.add(name)
      return name
    }
  }
  const { primaryKey, uniques, exclusions, indexes } = table
  return Object.fromEntries([
    ...(primaryKey === null ? [] : [[primaryKey.name, named(null, 'pkey')] as const]),
    ...uniques.map(
      ({ name, columns, include = [] }) => [name, named([...columns, ...include].join('_'), 'key')] as const,
    ),
    ...exclusions.map(({ name, elements, include = [] }) => [name, named(labels(elements, include), 'excl')] as const),
    ...indexes.map(({ name, keys, include }) => [name, named(labels(keys, include), 'idx')] as const),
  ])
}

function labels(keys: readonly IndexKey[], include: readonly string[]): string {
  return [...keys.map(({ on }) => ('column' in on ? on.column : called(on.expression))), ...include].join('_')
}

/** A call is known by its function (FigureColname of PostgreSQL). */
function called(expression: string): string {
  return /^(?:[a-z_]\w*\.)?([a-z_]\w*)\(.*\)$/s.exec(expression)?.[1] ?? 'expr'
}

/** Relations of a schema share their names. */
export function relationsOf({ name, primaryKey, uniques, exclusions, indexes, partitionOf }: Table): string[] {
  return [
    name.name,
    ...(primaryKey === null ? [] : [primaryKey.name]),
    ...[...uniques, ...exclusions, ...indexes].map((member) => member.name),
    ...Object.values(partitionOf?.parts?.indexes ?? {}),
  ]
}
