import { sortByDependency } from '../lib/graph.ts'
import { multimap } from '../lib/multimap.ts'
import { remembered } from '../lib/remembered.ts'
import type { Change } from '../model/change.ts'
import { heirsOf } from '../model/family.ts'
import { nameKey } from '../model/name.ts'
import { type ObjectRef, refKey } from '../model/object-ref.ts'
import type { SchemaObject } from '../model/object.ts'
import { bareName, isUnspoken, speaksOf, wordsOf } from '../model/object-words.ts'
import type { Schema } from '../model/schema.ts'
import { parentsOf } from '../model/table.ts'
import { refsUsed, usersIn } from '../model/usage-index.ts'
import type { PlanContext } from '../operations/operation.ts'
import { codeNeeds } from './code-needs.ts'
import { keptColumns } from './kept-columns.ts'
import { createdBy, droppedBy, removedBy, renamedBy, type Shape, shapedBy } from './object-parts.ts'
import { partitioned } from './partitioning-order.ts'
import { waitsForRename } from './renamed.ts'
import { subjectOf } from './subject.ts'

/**
 * Brings changes into an order in which every object finds what it is made of, and nothing goes before what is made of
 * it; free ones keep theirs. `after` tells what a change has to come after, for the phases.
 */
export function inObjectOrder(
  changes: readonly Change[],
  { actual, desired }: Pick<PlanContext, 'actual' | 'desired'>,
): {
  readonly ordered: readonly Change[]
  readonly after: (change: Change) => readonly Change[]
} {
  if (!changes.some(isObjectChange)) return { ordered: changes, after: () => [] }
  const needed = needs(changes, actual, desired)
  const released = releases(changes, actual)
  const spoken = codeNeeds(changes)
  const before = new Map<Change, readonly number[]>()
  const parents = parentsIn(changes)
  const prepared = preparedIn(changes)
  for (const [position, change] of changes.entries()) {
    const others = new Set([...needed(change), ...released(change), ...spoken(change)])
    others.delete(position)
    const goes = new Set(droppedBy(change).map(refKey))
    // What comes back around a rename does not wait for what waits for that; but what goes goes by its new name.
    const waits = (other: Change | undefined): boolean =>
      change.kind === 'recreate_objects' &&
      other !== undefined &&
      waitsForRename(other, change.around) &&
      ![...renamedBy(other)].some((key) => goes.has(key))
    for (const other of others) if (waits(changes[other])) others.delete(other)
    // Between two changes of tables nothing is decided here: what goes ahead takes along what it cannot go without.
    const decided = isObjectChange(change)
      ? [...others]
      : [...others].filter((other) => isObjectChange(changes[other] ?? change))
    before.set(
      change,
      [...decided, ...parents(change), ...prepared(change, position)].sort((a, b) => a - b),
    )
  }
  const key = new Map(changes.map((change, position) => [change, String(position)]))
  const ordered = sortByDependency(
    changes,
    (change) => key.get(change) ?? '',
    (change) => (before.get(change) ?? []).map(String),
  )
  const after = (change: Change): readonly Change[] =>
    (before.get(change) ?? []).flatMap((position) => changes[position] ?? [])
  return { ordered, after }
}

function isObjectChange({ kind }: Change): boolean {
  return kind.endsWith('_object') || kind === 'recreate_objects'
}

/** Finds the positions of those that create the parents of a table that is created. */
function parentsIn(changes: readonly Change[]): (change: Change) => readonly number[] {
  const created = new Map(
    changes.flatMap((change, position) =>
      change.kind === 'create_table' ? [[nameKey(change.table.name), position] as const] : [],
    ),
  )
  return (change) =>
    change.kind === 'create_table' ? parentsOf(change.table).flatMap((name) => created.get(nameKey(name)) ?? []) : []
}

/** Finds the positions of what comes before a table is exchanged with the whole that it becomes a part of: all that is about it. */
function preparedIn(changes: readonly Change[]): (change: Change, position: number) => readonly number[] {
  if (!changes.some((change) => partitioned(change).length > 0)) return () => []
  const about = multimap<string, number>()
  for (const [position, change] of changes.entries()) about.add(nameKey(subjectOf(change)), position)
  return (change, position) =>
    partitioned(change).flatMap((table) => [...about.of(nameKey(table))].filter((earlier) => earlier < position))
}

/** Without what merely goes and comes again, after another change has made it. */
function leavingWith(change: Change, changes: readonly Change[]): readonly SchemaObject[] {
  const again = new Set(comingAgain(change, changes))
  return droppedBy(change).filter((object) => !again.has(object))
}

function comingWith(change: Change, changes: readonly Change[]): readonly SchemaObject[] {
  const again = new Set(comingAgain(change, changes))
  return createdBy(change).filter((object) => !again.has(object))
}

function comingAgain(change: Change, changes: readonly Change[]): readonly SchemaObject[] {
  if (change.kind !== 'recreate_objects') return []
  const makers = makersIn(changes)
  return change.drops.filter((object) => change.creates.includes(object) && (makers.get(object) ?? 0) > 1)
}

/** How many make it. */
const makersIn = remembered((changes: readonly Change[]) => {
  const makers = new Map<SchemaObject, number>()
  for (const object of changes.flatMap(createdBy)) makers.set(object, (makers.get(object) ?? 0) + 1)
  return makers
})

/** What two cannot have at once: names of statistics are their schema's, whatever table they are on. */
function placeOf(object: SchemaObject): string {
  return object.kind === 'statistics' ? refKey({ kind: object.kind, name: object.name }) : refKey(object)
}

/** Finds the positions of those that bring or reshape what is spoken of by what a change leaves behind. */
function needs(changes: readonly Change[], actual: Schema, desired: Schema): (change: Change) => Iterable<number> {
  const renaming = multimap<string, number>()
  const dropping = multimap<string, number>()
  const bringing = multimap<string, number>()
  const shapes: [ObjectRef, Shape & { readonly position: number }][] = []
  for (const [position, change] of changes.entries()) {
    for (const key of renamedBy(change)) renaming.add(key, position)
    for (const gone of leavingWith(change, changes)) dropping.add(placeOf(gone), position)
    for (const ref of comingWith(change, changes)) {
      shapes.push([ref, { position, table: ref, column: null }])
      if (!isUnspoken(ref)) bringing.add(bareName(ref), position)
    }
    for (const { table, column } of shapedBy(change))
      for (const ref of column === null ? [table] : withHeirs(table, desired))
        shapes.push([ref, { position, table: ref, column }])
  }
  const used = refsUsed(shapes)
  return function* (change) {
    const own = renamedBy(change)
    // A new name asks for nothing but the old one, unless it comes with a new definition.
    const anew = change.kind === 'recreate_objects' ? change.creates : []
    const made = createdBy(change).filter((object) => anew.includes(object) || !own.has(refKey(object)))
    // What speaks the new name waits for the rename, the object itself not least.
    for (const object of [...made, ...droppedBy(change)]) yield* renaming.of(refKey(object))
    for (const object of made) {
      // It takes the place of what goes.
      yield* dropping.of(placeOf(object))
      for (const { position, table, column } of used(object))
        if (column === null || speaksOf(object, table, column)) yield position
    }
    if (made.length > 0) return
    // A table's default may call a function, a column may be of a domain.
    for (const one of change.kind === 'recreate_objects' ? change.around : [change]) {
      for (const part of isAddition(one) ? [one, ...keptColumns(one, actual)] : [])
        for (const word of wordsOf(part)) yield* bringing.of(word)
    }
  }
}

/** Finds the positions of those that take away or reshape what has used what a change removes. */
function releases(changes: readonly Change[], actual: Schema): (change: Change) => Iterable<number> {
  const positions = multimap<SchemaObject, number>()
  const removing = multimap<string, number>()
  const sought = new Set(
    changes.flatMap((change) => (change.kind === 'drop_object' ? (spokenName(change.object) ?? []) : [])),
  )
  const leaving: SchemaObject[] = []
  for (const [position, change] of changes.entries()) {
    for (const user of [...leavingWith(change, changes), ...(change.kind === 'alter_object' ? [change.before] : [])]) {
      leaving.push(user)
      positions.add(user, position)
    }
    if (sought.size === 0 || !isRemoval(change)) continue
    for (const word of wordsOf(change)) if (sought.has(word)) removing.add(word, position)
  }
  const users = usersIn(leaving)
  return function* (change) {
    const gone = change.kind === 'drop_object' ? [{ table: change.object, column: null }] : removedBy(change, changes)
    for (const { table, column } of gone)
      for (const ref of withHeirs(table, actual))
        for (const user of users.of(ref)) if (column === null || speaksOf(user, ref, column)) yield* positions.of(user)
    const word = change.kind === 'drop_object' ? spokenName(change.object) : null
    if (word !== null) yield* removing.of(word)
  }
}

/** A table goes with its partitions, and its columns are theirs and its heirs' as well. */
function withHeirs(table: ObjectRef, schema: Schema): readonly ObjectRef[] {
  return table.kind === 'table'
    ? [table, ...heirsOf(schema, table.name).map(({ name }) => ({ ...table, name }))]
    : [table]
}

/** By which the texts of tables speak of it; null: they cannot. */
function spokenName(object: SchemaObject): string | null {
  return object.on === null && !isUnspoken(object) ? bareName(object) : null
}

function isAddition({ kind }: Change): boolean {
  return !kind.startsWith('drop_') && !kind.startsWith('rename_') && !kind.endsWith('_shim')
}

function isRemoval({ kind }: Change): boolean {
  return kind.startsWith('drop_') || kind.startsWith('replace_') || kind.startsWith('change_')
}
