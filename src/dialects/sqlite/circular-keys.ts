import type { Change } from '../../model/change.ts'
import type { ForeignKey } from '../../model/constraint.ts'
import { nameKey, type ObjectName, sameName } from '../../model/name.ts'
import { type Schema, tableOf } from '../../model/schema.ts'
import type { Table } from '../../model/table.ts'

/** Foreign keys that come after every rebuild that brings a key, and such that go before every one that takes one away. */
export interface CircularKeys {
  comes(table: ObjectName, key: ForeignKey): boolean
  goes(table: ObjectName, key: ForeignKey): boolean
}

/**
 * Standing tables that point to each other in a circle, each to a key that the other one has yet to get (or is about to
 * lose): whichever is rebuilt first would point to no key, which SQLite calls a mismatch. Their references are made, or
 * let go of, by a rebuild of their own.
 */
export function circularKeys(actual: Schema, desired: Schema): CircularKeys {
  const coming = circle(desired, actual)
  const going = circle(actual, desired)
  return {
    comes: (table, key) => coming(table, key.references),
    goes: (table, key) => going(table, key.references),
  }
}

type References = ForeignKey['references']

/** Whether a reference of `schema` is part of a circle of keys that `without` does not have. */
function circle(schema: Schema, without: Schema): (table: ObjectName, references: References) => boolean {
  const edges = new Map(
    schema.tables.map((table) => [
      nameKey(table.name),
      table.foreignKeys.flatMap(({ references }) =>
        isMissing(table.name, references, without) ? [nameKey(references.table)] : [],
      ),
    ]),
  )
  return (table, references) =>
    isMissing(table, references, without) && reaches(edges, nameKey(references.table), nameKey(table))
}

function isMissing(table: ObjectName, references: References, without: Schema): boolean {
  if (sameName(table, references.table)) return false
  const parent = tableOf(without, references.table)
  return parent !== undefined && !hasKey(parent, references.columns)
}

function reaches(edges: ReadonlyMap<string, readonly string[]>, from: string, goal: string): boolean {
  const seen = new Set([from])
  for (const at of seen) {
    if (at === goal) return true
    for (const next of edges.get(at) ?? []) seen.add(next)
  }
  return false
}

/** True when a foreign key may point to these columns. */
export function hasKey(parent: Table, columns: readonly string[]): boolean {
  const keys = [...(parent.primaryKey === null ? [] : [parent.primaryKey]), ...parent.uniques].map(
    ({ columns: names }) => names,
  )
  const indexed = parent.indexes
    .filter(({ unique, where }) => unique && where === null)
    .map(({ keys: members }) => members.flatMap(({ on }) => ('column' in on ? [on.column] : [])))
  return [...keys, ...indexed].some(
    (key) => key.length === columns.length && key.every((column) => columns.includes(column)),
  )
}

/** A reference that has to be replaced within a circle goes and comes at different times. */
export function takenApart(change: Change, { comes, goes }: CircularKeys): readonly Change[] {
  if (change.kind !== 'replace_foreign_key') return [change]
  const { table, before, after } = change
  if (!comes(table, after) && !goes(table, before)) return [change]
  return [
    { kind: 'drop_foreign_key', table, definition: before },
    { kind: 'add_foreign_key', table, definition: after },
  ]
}
