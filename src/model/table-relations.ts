import { type VersionedMap, versionedMap } from '../lib/versions.ts'
import { nameKey, type ObjectName, sameName } from './name.ts'
import { parentsOf, type Table } from './table.ts'

/** Which tables have columns from a table, and which point to it: all by `nameKey`. */
export interface Relations {
  readonly children: Relation
  readonly pointers: Relation
}

type Relation = VersionedMap<readonly string[]>

export function relationsIn(tables: readonly Table[]): Relations {
  return {
    children: versionedMap(grouped(tables, parentsOf)),
    pointers: versionedMap(grouped(tables, referencesOf)),
  }
}

/** The same with one table instead of another (null: none), at the cost of what changes. */
export function relationsAfter(
  { children, pointers }: Relations,
  before: Table | null,
  after: Table | null,
): Relations {
  return {
    children: edited(children, before, after, parentsOf),
    pointers: edited(pointers, before, after, referencesOf),
  }
}

type NamesIn = (table: Table) => readonly ObjectName[]

function referencesOf({ foreignKeys }: Table): readonly ObjectName[] {
  return foreignKeys.map(({ references }) => references.table)
}

function grouped(tables: readonly Table[], namesIn: NamesIn): Map<string, string[]> {
  const byName = new Map<string, string[]>()
  for (const table of tables) {
    for (const key of keysOf(namesIn(table))) {
      const found = byName.get(key)
      if (found === undefined) byName.set(key, [nameKey(table.name)])
      else found.push(nameKey(table.name))
    }
  }
  return byName
}

function edited(relation: Relation, before: Table | null, after: Table | null, namesIn: NamesIn): Relation {
  const [from, to] = [before === null ? [] : namesIn(before), after === null ? [] : namesIn(after)]
  if (before !== null && after !== null && sameName(before.name, after.name) && sameNames(from, to)) return relation
  let now = relation
  if (before !== null) {
    const own = nameKey(before.name)
    for (const key of keysOf(from)) {
      const others = (now.get(key) ?? []).filter((other) => other !== own)
      now = now.with(key, others.length === 0 ? undefined : others)
    }
  }
  if (after !== null) for (const key of keysOf(to)) now = now.with(key, [...(now.get(key) ?? []), nameKey(after.name)])
  return now
}

/** Two keys of a table may point to the same one. */
function keysOf(names: readonly ObjectName[]): ReadonlySet<string> {
  return new Set(names.map(nameKey))
}

function sameNames(some: readonly ObjectName[], others: readonly ObjectName[]): boolean {
  return (
    some.length === others.length && some.every((name, at) => sameName(name, others[at] ?? { schema: '', name: '' }))
  )
}
