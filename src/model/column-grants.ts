import { sameValue } from '../lib/compare.ts'
import { inheritedColumns } from './family.ts'
import type { ObjectName } from './name.ts'
import type { SchemaObject } from './object.ts'
import type { Grant } from './objects/grant.ts'
import { type Schema, tableOf } from './schema.ts'

/** Columns of its table on which it grants something, and which are there before and no longer after. */
export function goneColumns(object: SchemaObject, before: Schema, after: Schema): readonly string[] {
  if (object.kind !== 'grant' || object.on?.kind !== 'table') return []
  const granted = Object.keys(object.columns)
  if (granted.length === 0) return []
  const was = columnNames(before, object.on.name)
  const now = columnNames(after, object.on.name)
  return was === null || now === null ? [] : granted.filter((name) => was.has(name) && !now.has(name))
}

/** What is granted on a column goes with it, and comes back with it: the objects without it. */
export function withoutGoneColumns(objects: readonly SchemaObject[], before: Schema, after: Schema): SchemaObject[] {
  return objects.flatMap((object) => {
    const gone = goneColumns(object, before, after)
    if (object.kind !== 'grant' || gone.length === 0) return [object]
    const rest = { ...object, columns: withoutColumns(object, gone) }
    return grantsNothing(rest) ? [] : [rest]
  })
}

export function withoutColumns({ columns }: Grant, names: readonly string[]): Grant['columns'] {
  return Object.fromEntries(Object.entries(columns).filter(([name]) => !names.includes(name)))
}

export function grantsNothing({ privileges, grantable, columns, implicit }: Grant): boolean {
  return Object.keys(columns).length === 0 && grantable.length === 0 && sameValue(privileges, implicit)
}

/** With those that come from its parents. */
function columnNames(schema: Schema, name: ObjectName): ReadonlySet<string> | null {
  const table = tableOf(schema, name)
  return table === undefined
    ? null
    : new Set([...table.columns, ...inheritedColumns(schema, table)].map((column) => column.name))
}
