import { sameValue } from '../lib/compare.ts'
import { multimap } from '../lib/multimap.ts'
import { remembered } from '../lib/remembered.ts'
import type { Change, ChangeOf } from '../model/change.ts'
import { coveredRenames, typesReplacedBy } from '../model/changes-of.ts'
import { heirsOf } from '../model/family.ts'
import { nameKey, type ObjectName, sameName } from '../model/name.ts'
import { usersOf } from '../model/object-list.ts'
import { isRoutineKind, type ObjectRef, refKey } from '../model/object-ref.ts'
import { uses } from '../model/object-uses.ts'
import { bareName } from '../model/object-words.ts'
import { comparable, type SchemaObject } from '../model/object.ts'
import { isMadeType, namesOf, refOf, type ReplacedType, replacedColumns } from '../model/replaced-type.ts'
import type { Schema } from '../model/schema.ts'
import { isBound, onCounters, reads, readersOf, readersOfEither, tableNames } from './column-readers.ts'
import { exchangingNames } from './exchanged-names.ts'
import type { ObjectWords, Words } from './words.ts'

export type DependantWords = Pick<ObjectWords, 'alter' | 'renamedAnew' | 'sharesName'> & Pick<Words, 'qualify'>

/** What has to go before the change can be made, without what depends on that. */
export function inTheWay(
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
      return [
        ...exchangingNames(change, changes, actual, words),
        ...usersOf(change.object, actual.objects).filter(
          (object) =>
            isBound(object) &&
            // It has its new name before anything is made of that.
            !sameName(object.name, change.to) &&
            isChanged(object, wanted),
        ),
      ]
    case 'rename_table':
      return usersOf({ kind: 'table', name: change.from }, actual.objects).filter(
        (object) => isBound(object) && isChanged(object, wanted),
      )
    case 'rename_column':
      return withParts(change.table, actual)
        .flatMap((name) => readersOf(tableNames(name, changes), change.from, actual))
        .filter((object) => isChanged(object, wanted))
    case 'move_columns':
    case 'close_move':
      return readersOfMoved(change, changes, actual).filter((object) => isChanged(object, wanted))
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
  return [...new Set(withParts(table, actual).flatMap((name) => readersOfEither(name, column, changes, actual)))]
}

/**
 * A view that reads the columns where they have been, and goes, or reads them where they go: what a materialized one holds
 * would be read while they are nowhere yet. Routines are altered before, if what they read from then on is there by its name.
 */
function readersOfMoved(
  { move: { from, columns, isSplit }, kind }: ChangeOf<'move_columns' | 'close_move'>,
  changes: readonly Change[],
  actual: Schema,
): readonly SchemaObject[] {
  // After a merge beside the application the table that goes does so by itself.
  if (kind === 'close_move' && !isSplit) return []
  const names = tableNames(from, changes)
  return [...new Set(columns.flatMap(({ before }) => readersOf(names, before.name, actual)))].filter(
    (object) =>
      object.kind === 'view' ||
      object.kind === 'materialized_view' ||
      (kind === 'close_move' && isRoutineKind(object.kind)),
  )
}

function withParts(table: ObjectName, actual: Schema): readonly ObjectName[] {
  return [table, ...heirsOf(actual, table).map(({ name }) => name)]
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
export function successors(change: Change, changes: readonly Change[]): readonly SchemaObject[] {
  if (change.kind !== 'drop_object' || !isRoutineKind(change.object.kind)) return []
  return [...namesTaken(changes).routines.of(calledName(change.object))]
}

export function viewsInPlaceOf({ table }: ChangeOf<'drop_table'>, changes: readonly Change[]): readonly SchemaObject[] {
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
