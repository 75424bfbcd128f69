import { remembered } from '../lib/remembered.ts'
import type { Change } from '../model/change.ts'
import { changesNames } from '../model/changes-of.ts'
import { type ObjectRef, refKey } from '../model/object-ref.ts'
import { attachedTo, inCreationOrder, uses, withDependants } from '../model/object-uses.ts'
import { speaksOf } from '../model/object-words.ts'
import { type SchemaObject } from '../model/object.ts'
import { refsUsed } from '../model/usage-index.ts'
import type { LowerContext } from './dialect.ts'
import { isBound, tableNames } from './column-readers.ts'
import { type DependantWords, inTheWay, successors, viewsInPlaceOf } from './objects-in-the-way.ts'
import { comingBack, type Group, joined, withoutCircles } from './recreated-group.ts'
import { goingAgain, inTurn } from './recreated-in-turn.ts'

/**
 * Objects that stand in the way of a change are dropped and created again around it (1B): a column keeps its type while a
 * view reads it, CREATE OR REPLACE keeps the columns of a view, and SQLite renames the columns of a view with those of its
 * table, which may break the views over it. Changes that have dependants in common become one.
 */
export function recreateDependants(
  changes: readonly Change[],
  { actual, desired }: Pick<LowerContext, 'actual' | 'desired'>,
  words: DependantWords,
  /** All that the plan does, where the dialect has set some of it apart. */
  everything: readonly Change[] = changes,
): Change[] {
  const wanted = new Map(desired.objects.map((object) => [refKey(object), object]))
  const groups = new Set<Group>()
  const groupOf = new Map<string, Group>()
  for (const change of lastOnes(changes)) {
    const first = [...inTheWay(change, changes, actual, wanted, words), ...overClosing(change, changes, [...groups])]
    if (first.length === 0) continue
    const aside = new Map(withDependants(first, actual.objects).map((object) => [refKey(object), object]))
    const around = change.kind.endsWith('_object') && change.kind !== 'rename_object' ? [] : [change]
    const born =
      change.kind === 'create_object'
        ? [change.object, ...attachedTo(change.object, desired.objects)]
        : change.kind === 'drop_table'
          ? viewsInPlaceOf(change, changes).flatMap((view) => [view, ...attachedTo(view, desired.objects)])
          : successors(change, changes)
    const shared = new Set([...aside.keys()].flatMap((key) => groupOf.get(key) ?? []))
    // What else has to be out of the way comes in its own turn, which is an earlier one.
    if (isMove(change) && [...shared].some((group) => !group.around.every(isMove))) continue
    const own = { aside, around, born }
    const together = [...shared].filter((group) => !inTurn(group, own, wanted))
    const merged = joined([...together, own])
    for (const group of together) groups.delete(group)
    groups.add(merged)
    for (const key of merged.aside.keys()) groupOf.set(key, merged)
  }
  if (groups.size === 0) return [...changes]
  const all = withoutCircles(withRenamed(goingAgain([...groups], wanted), changes, words), wanted)
  const taken = new Set(all.flatMap(({ aside, born }) => [...aside.keys(), ...born.map(refKey)]))
  const wrapped = new Set(all.flatMap(({ around }) => around))
  return [
    ...changes.filter((change) => !wrapped.has(change) && !isTaken(change, taken)),
    ...all.flatMap((group) => recreate(group, wanted, everything)),
  ]
}

/** Those that go by what the others have taken aside come after them. */
function lastOnes(changes: readonly Change[]): Change[] {
  const isLast = (change: Change): boolean => isMove(change) || change.kind === 'close_shim'
  return [...changes.filter((change) => !isLast(change)), ...changes.filter(isLast)]
}

/** As long as a view has the name of a table, what goes and comes back around other names would be bound to that view. */
function overClosing(change: Change, changes: readonly Change[], groups: readonly Group[]): SchemaObject[] {
  if (change.kind !== 'close_shim') return []
  const names = tableNames(change.table, changes)
  return groups.flatMap(({ aside, around }) =>
    around.some(({ kind }) => changesNames(kind))
      ? [...aside.values()].filter((object) => isBound(object) && names.some((name) => uses(object, name)))
      : [],
  )
}

function isMove({ kind }: Change): boolean {
  return kind === 'move_columns' || kind === 'close_move'
}

/** Where what goes gets another name only by being made anew, that is part of its coming back. */
function withRenamed(
  groups: readonly Group[],
  changes: readonly Change[],
  { renamedAnew }: DependantWords,
): readonly Group[] {
  const renames = changes
    .filter((change) => change.kind === 'rename_object')
    .filter(({ object }) => renamedAnew(object))
  return renames.reduce<readonly Group[]>((now, rename) => {
    const key = refKey({ ...rename.object, name: rename.to })
    const isMadeAnew = (group: Group): boolean =>
      group.aside.has(key) && group.around.some(({ kind }) => changesNames(kind))
    if (!now.some(isMadeAnew)) return now
    const own = now.filter((group) => isMadeAnew(group) || group.around.includes(rename))
    const { around, ...rest } = joined(own)
    return [
      ...now.filter((group) => !own.includes(group)),
      { ...rest, around: around.includes(rename) ? around : [...around, rename] },
    ]
  }, groups)
}

/** Changes of the objects themselves are part of their coming back. */
function isTaken(change: Change, taken: ReadonlySet<string>): boolean {
  if (change.kind === 'drop_object' || change.kind === 'create_object') return taken.has(refKey(change.object))
  return change.kind === 'alter_object' && taken.has(refKey(change.after))
}

/** Names change hands before anything else: what comes back made of what is yet to come then comes by itself. */
function recreate(
  { aside, around, born }: Group,
  wanted: ReadonlyMap<string, SchemaObject>,
  changes: readonly Change[],
): Change[] {
  const before = [...aside.values()]
  const after = inCreationOrder(comingBack({ aside, around, born }, wanted))
  const late: SchemaObject[] = []
  if (around.some(({ kind }) => changesNames(kind))) {
    const own = new Set([...aside.keys(), ...born.map(refKey)])
    const others = brought(changes)
    for (const object of after) {
      const waits =
        [...others(object)].some(
          ({ change, ref, column }) =>
            (column === null || speaksOf(object, ref, column)) && !around.includes(change) && !isTaken(change, own),
        ) || late.some((other) => uses(object, other))
      if (waits) late.push(object)
    }
  }
  return [
    {
      kind: 'recreate_objects',
      drops: inCreationOrder(before).toReversed(),
      creates: after.filter((object) => !late.includes(object)),
      around,
    },
    ...late.map((object): Change => ({ kind: 'create_object', object })),
  ]
}

interface Brought {
  readonly change: Change
  readonly ref: ObjectRef
  /** Null: the whole of it. */
  readonly column: string | null
}

/** Finds the changes that bring, or give its shape to, what an object is made of. */
const brought = remembered((changes: readonly Change[]) =>
  refsUsed(
    changes.flatMap((change): [ObjectRef, Brought][] => {
      const column = change.kind === 'add_column' ? change.column.name : null
      const ref = broughtBy(change)
      return ref === null ? [] : [[ref, { change, ref, column }]]
    }),
  ),
)

function broughtBy(change: Change): ObjectRef | null {
  switch (change.kind) {
    case 'add_column':
      return { kind: 'table', name: change.table }
    case 'create_table':
      return { kind: 'table', name: change.table.name }
    case 'create_enum':
      return { kind: 'enum', name: change.type.name }
    case 'create_object':
      // A schema is there before anything happens behind the gate.
      return change.object.kind === 'schema' ? null : change.object
    case 'alter_object':
      return change.after
    default:
      return null
  }
}
