import type { Change, ChangeOf } from '../model/change.ts'
import { type ObjectName, sameName } from '../model/name.ts'
import { comparable, type SchemaObject } from '../model/object.ts'
import { isRoutineKind, type ObjectRef, refKey } from '../model/object-ref.ts'
import { attachedTo, bareName, inCreationOrder, uses, usesColumn, withDependants } from '../model/object-uses.ts'
import { isMadeType, namesOf, refOf, type ReplacedType, replacedColumns } from '../model/replaced-type.ts'
import type { Schema } from '../model/schema.ts'
import { sameValue } from '../lib/compare.ts'
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
  all: readonly Change[] = changes,
): Change[] {
  const wanted = new Map(desired.objects.map((object) => [refKey(object), object]))
  const groups: Group[] = []
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
    const shared = groups.filter((group) => [...aside.keys()].some((key) => group.aside.has(key)))
    const merged: Group = {
      aside,
      around: [...shared.flatMap((group) => group.around), ...around],
      born: [...shared.flatMap((group) => group.born), ...born],
    }
    for (const group of shared) {
      for (const [key, object] of group.aside) merged.aside.set(key, object)
      groups.splice(groups.indexOf(group), 1)
    }
    groups.push(merged)
  }
  if (groups.length === 0) return [...changes]
  const taken = new Set(groups.flatMap(({ aside, born }) => [...aside.keys(), ...born.map(refKey)]))
  const wrapped = new Set(groups.flatMap(({ around }) => around))
  return [
    ...changes.filter((change) => !wrapped.has(change) && !isTaken(change, taken)),
    ...groups.flatMap((group) => recreate(group, wanted, all)),
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
      return changes.flatMap((other) =>
        other.kind === 'drop_object' &&
        sameName(other.object.name, change.object.name) &&
        words.sharesName(change.object, other.object)
          ? [other.object]
          : [],
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
      return change.swaps.flatMap(({ table, pairs }) =>
        pairs.flatMap(({ before }) =>
          actual.objects.filter((object) => isBound(object) && reads(object, tableNames(table, changes), before.name)),
        ),
      )
    case 'change_type':
    case 'change_generated': {
      const tables = tableNames(change.table, changes)
      return actual.objects.filter((object) => isBound(object) && reads(object, tables, change.before.name))
    }
    case 'replace_types':
      return boundToTypes(change.types, changes, actual, words)
    case 'rename_object':
      return actual.objects.filter(
        (object) =>
          isBound(object) &&
          uses(object, change.object) &&
          // It has its new name before anything is made of that.
          !sameName(object.name, change.to) &&
          isChanged(object, wanted),
      )
    case 'rename_table':
      return actual.objects.filter(
        (object) => isBound(object) && uses(object, { kind: 'table', name: change.from }) && isChanged(object, wanted),
      )
    case 'rename_column': {
      const tables = tableNames(change.table, changes)
      return actual.objects.filter(
        (object) => isBound(object) && reads(object, tables, change.from) && isChanged(object, wanted),
      )
    }
    default:
      return []
  }
}

/** What reads columns of the types, is called with them, or hangs on one; types made of them are replaced as well. */
function boundToTypes(
  types: readonly ReplacedType[],
  changes: readonly Change[],
  actual: Schema,
  { qualify }: DependantWords,
): readonly SchemaObject[] {
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
  const { name } = change.object
  return changes.flatMap((other) =>
    other.kind === 'create_object' &&
    isRoutineKind(other.object.kind) &&
    other.object.name.schema === name.schema &&
    bareName(other.object) === bareName(change.object)
      ? [other.object]
      : [],
  )
}

function viewsInPlaceOf({ table }: ChangeOf<'drop_table'>, changes: readonly Change[]): readonly SchemaObject[] {
  return changes.flatMap((other) =>
    other.kind === 'create_object' && isViewOf(other.object, table) ? [other.object] : [],
  )
}

function isViewOf({ kind, name }: SchemaObject, table: { readonly name: ObjectName }): boolean {
  return (kind === 'view' || kind === 'materialized_view') && sameName(name, table.name)
}

/** What is bound to the object, and stays. */
function callers(
  object: ObjectRef,
  actual: Schema,
  wanted: ReadonlyMap<string, SchemaObject>,
): readonly SchemaObject[] {
  return actual.objects.filter((one) => isBound(one) && uses(one, object) && wanted.has(refKey(one)))
}

/** The names of a table: what hangs on it goes by the new one, texts from before the plan by the old one. */
function tableNames(table: ObjectName, changes: readonly Change[]): ObjectRef[] {
  const rename = changes.find((change) => change.kind === 'rename_table' && sameName(change.to, table))
  const old = rename?.kind === 'rename_table' ? [rename.from] : []
  return [table, ...old].map((name) => ({ kind: 'table', name }))
}

function reads(object: SchemaObject, tables: readonly ObjectRef[], column: string): boolean {
  return tables.some((table) => usesColumn(object, table, column))
}

/** What the server binds to columns, and spells anew when those are renamed. */
function isBound(object: SchemaObject): boolean {
  if (object.kind === 'function' || object.kind === 'procedure') return object.body.kind === 'sql'
  return bound.has(object.kind)
}

const bound: ReadonlySet<SchemaObject['kind']> = new Set([
  'view',
  'materialized_view',
  'policy',
  'statistics',
  'trigger',
])

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
  if (around.some(({ kind }) => kind.startsWith('rename_'))) {
    const own = new Set([...aside.keys(), ...born.map(refKey)])
    const others = changes.filter((change) => !around.includes(change) && !isTaken(change, own))
    for (const object of after) {
      const waits = others.some((change) => isBroughtBy(object, change)) || late.some((other) => uses(object, other))
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

/** True when the object is made of what the change brings, or gives its shape. */
function isBroughtBy(object: SchemaObject, change: Change): boolean {
  switch (change.kind) {
    case 'add_column':
      return usesColumn(object, { kind: 'table', name: change.table }, change.column.name)
    case 'create_table':
      return uses(object, { kind: 'table', name: change.table.name })
    case 'create_enum':
      return uses(object, { kind: 'enum', name: change.type.name })
    case 'create_object':
      return uses(object, change.object)
    case 'alter_object':
      return uses(object, change.after)
    default:
      return false
  }
}
