import { sortByDependency } from '../lib/graph.ts'
import { identifiersIn } from '../lib/identifiers.ts'
import { multimap } from '../lib/multimap.ts'
import type { Change, ChangeOf } from '../model/change.ts'
import type { ForeignKey } from '../model/constraint.ts'
import { nameKey, type ObjectName, sameName } from '../model/name.ts'
import { parentsOf, type Table } from '../model/table.ts'
import { subjectOf } from './subject.ts'
import { hasKey } from './waits-for-key.ts'

type Drop = ChangeOf<'drop_table'>
type Rebuild = ChangeOf<'rebuild_table'>

/**
 * Orders the changes of one rank: tables are created and logged after those they reference, belong to or inherit from,
 * and go and are unlogged before them; a rebuild that brings a key comes before those that point to it, and one that
 * takes a key away after those that let go of it. Cycles stay in the order of names.
 */
export function parentsFirst(changes: readonly Change[]): Change[] {
  const created = changes.filter((change) => change.kind === 'create_table')
  const dropped = changes.filter((change) => change.kind === 'drop_table')
  const rebuilt = changes.filter((change) => change.kind === 'rebuild_table')
  const logging = changes.filter((change) => change.kind === 'change_logging')
  const sorted: readonly Change['kind'][] = ['create_table', 'drop_table', 'rebuild_table', 'change_logging']
  const rest = changes.filter(({ kind }) => !sorted.includes(kind))
  return [
    ...byReferences(created),
    ...(rebuilt.length === 0 ? byReferences(dropped).reverse() : rebuiltOrDropped(rebuilt, dropped)),
    ...byLogging(logging),
    ...rest,
  ]
}

function byReferences(changes: readonly ChangeOf<'create_table' | 'drop_table'>[]): Change[] {
  const counting = Map.groupBy(
    changes.flatMap(({ table: { name: table, columns } }) =>
      columns.flatMap(({ sequence }) => (sequence === null ? [] : [{ sequence: sequence.name, table }])),
    ),
    ({ sequence }) => sequence,
  )
  // LIKE … INCLUDING DEFAULTS leaves tables that take their numbers from another one's sequence.
  const counters = ({ columns }: Table): readonly ObjectName[] =>
    columns.flatMap((column) =>
      [...identifiersIn(column.default ?? '')].flatMap((word) => (counting.get(word) ?? []).map(({ table }) => table)),
    )
  return sortByDependency(
    changes,
    ({ table }) => nameKey(table.name),
    ({ table }) =>
      [...table.foreignKeys.map(({ references }) => references.table), ...parentsOf(table), ...counters(table)].map(
        nameKey,
      ),
  )
}

/** At no moment a logged table may point to an unlogged one. */
function byLogging(changes: readonly ChangeOf<'change_logging'>[]): Change[] {
  const sorted = sortByDependency(
    changes,
    ({ table }) => nameKey(table),
    ({ references }) => references.map(nameKey),
  )
  return [...sorted.filter(({ unlogged }) => !unlogged), ...sorted.filter(({ unlogged }) => unlogged).reverse()]
}

/** A table may be rebuilt more than once, in the order given. Tables that go here do so because a rebuild waits for it. */
function rebuiltOrDropped(rebuilt: readonly Rebuild[], dropped: readonly Drop[]): Change[] {
  const all: readonly (Rebuild | Drop)[] = [...rebuilt, ...dropped]
  const items = all.map((change, position) => ({ change, position }))
  const near = neighbours(all)
  return sortByDependency(
    items,
    ({ position }) => String(position),
    ({ change, position }) =>
      near(change)
        .flatMap((at) => items[at] ?? [])
        .filter((other) => other.position !== position && comesFirst(other.change, change, other.position < position))
        .map((other) => String(other.position)),
  ).map(({ change }) => change)
}

/** Finds the positions of the changes of the same table, and of those that it points to or is pointed to by. */
function neighbours(changes: readonly (Rebuild | Drop)[]): (change: Rebuild | Drop) => number[] {
  const own = multimap<string, number>()
  const pointing = multimap<string, number>()
  for (const [position, change] of changes.entries()) {
    own.add(nameKey(subjectOf(change)), position)
    for (const parent of parentsOfChange(change)) pointing.add(parent, position)
  }
  return (change) => {
    const name = nameKey(subjectOf(change))
    const found = new Set([
      ...own.of(name),
      ...pointing.of(name),
      ...parentsOfChange(change).flatMap((parent) => [...own.of(parent)]),
    ])
    return [...found].sort((a, b) => a - b)
  }
}

function parentsOfChange(change: Rebuild | Drop): string[] {
  const tables = change.kind === 'drop_table' ? [change.table] : [change.before, change.after]
  return tables.flatMap(({ foreignKeys }) => foreignKeys.map(({ references }) => nameKey(references.table)))
}

function comesFirst(first: Rebuild | Drop, then: Rebuild | Drop, isGivenFirst: boolean): boolean {
  if (then.kind === 'drop_table') {
    if (first.kind === 'drop_table') return refersTo(first.table, then.table)
    // In a circle the rebuild that lets go of the table takes its key away as well: then the table goes first.
    return letsGo(first, then.table) && !takesKey(then.table.foreignKeys, first)
  }
  if (first.kind === 'drop_table') return takesKey(first.table.foreignKeys, then)
  if (sameName(first.before.name, then.before.name)) return isGivenFirst
  // One that points elsewhere afterwards lets go as well.
  const isKept = ({ name, references }: ForeignKey): boolean =>
    first.after.foreignKeys.some((key) => key.name === name && sameName(key.references.table, references.table))
  const released = first.before.foreignKeys.filter((key) => !isKept(key))
  return takesKey(released, then) || bringsKey(first, then.after.foreignKeys)
}

function takesKey(foreignKeys: readonly ForeignKey[], { before, after }: Rebuild): boolean {
  return pointsTo(foreignKeys, before).some(
    ({ references: { columns } }) => hasKey(before, columns) && !hasKey(after, columns),
  )
}

function bringsKey({ before, after }: Rebuild, foreignKeys: readonly ForeignKey[]): boolean {
  return pointsTo(foreignKeys, after).some(
    ({ references: { columns } }) => !hasKey(before, columns) && hasKey(after, columns),
  )
}

function letsGo({ before, after }: Rebuild, parent: Table): boolean {
  return refersTo(before, parent) && !refersTo(after, parent)
}

function refersTo(table: Table, parent: Table): boolean {
  return pointsTo(table.foreignKeys, parent).length > 0
}

function pointsTo(foreignKeys: readonly ForeignKey[], { name }: Table): readonly ForeignKey[] {
  return foreignKeys.filter(({ references }) => sameName(references.table, name))
}
