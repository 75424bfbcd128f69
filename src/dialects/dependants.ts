import { multimap } from '../lib/multimap.ts'
import { remembered } from '../lib/remembered.ts'
import type { Change, ChangeOf } from '../model/change.ts'
import { changesNames, coveredRenames, typesReplacedBy } from '../model/changes-of.ts'
import { allPartitionsOf } from '../model/family.ts'
import { nameKey, type ObjectName, sameName } from '../model/name.ts'
import { comparable, type SchemaObject } from '../model/object.ts'
import { isRoutineKind, type ObjectRef, refKey } from '../model/object-ref.ts'
import { attachedTo, inCreationOrder, uses, withDependants } from '../model/object-uses.ts'
import { bareName, speaksOf } from '../model/object-words.ts'
import { usersOf } from '../model/object-list.ts'
import { refsUsed } from '../model/usage-index.ts'
import { isMadeType, namesOf, refOf, type ReplacedType, replacedColumns } from '../model/replaced-type.ts'
import type { Schema } from '../model/schema.ts'
import { sameValue } from '../lib/compare.ts'
import { isBound, onCounters, reads, readersOf, readersOfEither, tableNames } from './column-readers.ts'
import type { LowerContext } from './dialect.ts'
import type { ObjectWords, Words } from './words.ts'

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
  for (const change of changes) {
    const first = inTheWay(change, changes, actual, wanted, words)
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
    const merged: Group = {
      aside,
      around: [...[...shared].flatMap((group) => group.around), ...around],
      born: [...[...shared].flatMap((group) => group.born), ...born],
    }
    for (const group of shared) {
      for (const [key, object] of group.aside) merged.aside.set(key, object)
      groups.delete(group)
    }
    groups.add(merged)
    for (const key of merged.aside.keys()) groupOf.set(key, merged)
  }
  if (groups.size === 0) return [...changes]
  const all = [...groups]
  const taken = new Set(all.flatMap(({ aside, born }) => [...aside.keys(), ...born.map(refKey)]))
  const wrapped = new Set(all.flatMap(({ around }) => around))
  return [
    ...changes.filter((change) => !wrapped.has(change) && !isTaken(change, taken)),
    ...all.flatMap((group) => recreate(group, wanted, everything)),
  ]
}

type DependantWords = Pick<ObjectWords, 'alter' | 'sharesName'> & Pick<Words, 'qualify'>

interface Group {
  readonly aside: Map<string, SchemaObject>
  readonly around: readonly Change[]
  /** New ones that take the name of one that goes. */
  readonly born: readonly SchemaObject[]
}

/** What has to go before the change can be made, without what depends on that. */
function inTheWay(
  change: Change,
  changes: readonly Change[],
  actual: Schema,
  wanted: ReadonlyMap<string, SchemaObject>,
  words: DependantWords,
): readonly SchemaObject[] {
  switch (change.kind) {
    case 'alter_object':
      return words.alter(change.before, change.after, actual) === null ? [change.before] : []
    case 'create_object':
      // A view that becomes a materialized one: names are given back and taken in one transaction.
      return [...namesTaken(changes).dropped.of(nameKey(change.object.name))].filter((other) =>
        words.sharesName(change.object, other),
      )
    case 'drop_table':
      // What stays reads the view that takes the table's name.
      return viewsInPlaceOf(change, changes).length === 0
        ? []
        : callers({ kind: 'table', name: change.table.name }, actual, wanted)
    case 'drop_object':
      // What stays calls another one of that name from now on.
      return successors(change, changes).length > 0 && callers(change.object, actual, wanted).length > 0
        ? [change.object]
        : []
    case 'swap_columns':
      return [
        ...boundToTypes(typesReplacedBy(change), changes, actual, words),
        ...change.swaps.flatMap(({ table, pairs }) => [
          ...pairs.flatMap(({ before }) => readersOfWhole(table, before.name, changes, actual)),
          ...onCounters({ name: table, columns: pairs.map(({ before }) => before) }, actual),
        ]),
      ]
    case 'change_type':
    case 'change_generated':
      return readersOfWhole(change.table, change.before.name, changes, actual)
    case 'replace_types':
      return boundToTypes(change.types, changes, actual, words)
    case 'partition_table':
      return hangingOn(change, actual)
    case 'rename_object':
      return usersOf(change.object, actual.objects).filter(
        (object) =>
          isBound(object) &&
          // It has its new name before anything is made of that.
          !sameName(object.name, change.to) &&
          isChanged(object, wanted),
      )
    case 'rename_table':
      return usersOf({ kind: 'table', name: change.from }, actual.objects).filter(
        (object) => isBound(object) && isChanged(object, wanted),
      )
    case 'rename_column':
      return readersOf(tableNames(change.table, changes), change.from, actual).filter((object) =>
        isChanged(object, wanted),
      )
    case 'close_shim':
      return coveredRenames(change).flatMap((rename) => inTheWay(rename, changes, actual, wanted, words))
    default:
      return []
  }
}

/**
 * The server binds them to the table that becomes a partition, or to the type of its rows. Who owns it goes on to own it.
 */
function hangingOn({ table, whole }: ChangeOf<'partition_table'>, actual: Schema): readonly SchemaObject[] {
  return [
    ...usersOf({ kind: 'table', name: table }, actual.objects).filter(({ kind }) => kind !== 'owner'),
    ...onCounters(whole, actual),
  ]
}

/** What reads the column, of the table or of one of its partitions, which have it from there. */
function readersOfWhole(
  table: ObjectName,
  column: string,
  changes: readonly Change[],
  actual: Schema,
): readonly SchemaObject[] {
  const parts = allPartitionsOf(actual, table).map(({ name }) => name)
  return [...new Set([table, ...parts].flatMap((name) => readersOfEither(name, column, changes, actual)))]
}

/** What reads columns of the types, is called with them, or hangs on one; types made of them are replaced as well. */
function boundToTypes(
  types: readonly ReplacedType[],
  changes: readonly Change[],
  actual: Schema,
  { qualify }: DependantWords,
): readonly SchemaObject[] {
  if (types.length === 0) return []
  const refs = types.flatMap((type) => namesOf(type).map((name): ObjectRef => ({ ...refOf(type), name })))
  const columns = replacedColumns(actual, types, qualify).flatMap(({ table, converted, computed }) =>
    [...converted, ...computed].map(({ name }) => ({ tables: tableNames(table.name, changes), name })),
  )
  return actual.objects.filter(
    (object) =>
      !isMadeType(object) &&
      (refs.some((ref) => uses(object, ref)) ||
        (isBound(object) && columns.some(({ tables, name }) => reads(object, tables, name)))),
  )
}

/** Routines of the name of one that goes, which those who called it will call. */
function successors(change: Change, changes: readonly Change[]): readonly SchemaObject[] {
  if (change.kind !== 'drop_object' || !isRoutineKind(change.object.kind)) return []
  return [...namesTaken(changes).routines.of(calledName(change.object))]
}

function viewsInPlaceOf({ table }: ChangeOf<'drop_table'>, changes: readonly Change[]): readonly SchemaObject[] {
  return [...namesTaken(changes).views.of(nameKey(table.name))]
}

/** What goes and what comes, by name. */
const namesTaken = remembered((changes: readonly Change[]) => {
  const dropped = multimap<string, SchemaObject>()
  const views = multimap<string, SchemaObject>()
  const routines = multimap<string, SchemaObject>()
  for (const change of changes) {
    if (change.kind === 'drop_object') dropped.add(nameKey(change.object.name), change.object)
    if (change.kind !== 'create_object') continue
    const { object } = change
    if (object.kind === 'view' || object.kind === 'materialized_view') views.add(nameKey(object.name), object)
    if (isRoutineKind(object.kind)) routines.add(calledName(object), object)
  }
  return { dropped, views, routines }
})

function calledName(object: SchemaObject): string {
  return nameKey({ schema: object.name.schema, name: bareName(object) })
}

/** What is bound to the object, and stays. */
function callers(
  object: ObjectRef,
  actual: Schema,
  wanted: ReadonlyMap<string, SchemaObject>,
): readonly SchemaObject[] {
  return usersOf(object, actual.objects).filter((one) => isBound(one) && wanted.has(refKey(one)))
}

function isChanged(object: SchemaObject, wanted: ReadonlyMap<string, SchemaObject>): boolean {
  const after = wanted.get(refKey(object))
  return after === undefined || !sameValue(comparable(object), comparable(after))
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
  const after = inCreationOrder([...born, ...before.flatMap((object) => wanted.get(refKey(object)) ?? [])])
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
