import { sortByDependency } from '../lib/graph.ts'
import { identifiersIn } from '../lib/identifiers.ts'
import { isRoutineKind, type ObjectRef, refKey } from './object-ref.ts'
import type { SchemaObject } from './object.ts'
import { type RoutineArgument, unsignedName } from './objects/routine.ts'

const known = new WeakMap<object, ReadonlySet<string>>()

/**
 * Every word in the texts of some plain data that could be a name. Texts are never parsed (DESIGN.md §6), so this says at
 * most too much: a needless order is harmless, a missing one is not.
 */
export function wordsOf(data: object): ReadonlySet<string> {
  const before = known.get(data)
  if (before !== undefined) return before
  const found = new Set<string>()
  for (const text of textsIn(data)) for (const name of identifiersIn(text)) found.add(name)
  // Names of the model are written as they are, upper case and spaces included.
  for (const text of textsIn(data)) found.add(text)
  known.set(data, found)
  return found
}

function* textsIn(data: unknown): Iterable<string> {
  if (typeof data === 'string') yield data
  else if (Array.isArray(data)) for (const item of data) yield* textsIn(item)
  else if (typeof data === 'object' && data !== null) {
    for (const [key, value] of Object.entries(data)) {
      yield key
      yield* textsIn(value)
    }
  }
}

/** True when the object cannot be there without `other`, as far as its texts tell. */
export function uses(object: SchemaObject, other: ObjectRef): boolean {
  if (object.on !== null && refKey(object.on) === refKey(other)) return true
  // Who owns it grants.
  if (object.kind === 'grant') return other.kind === 'owner' && isOnSame(object, other)
  if (object.kind === 'owner') return false
  if (other.kind === 'schema' && object.name.schema === other.name.name) return true
  return !isUnspoken(other) && refKey(object) !== refKey(other) && speaksOf(object, other, bareName(other))
}

function isOnSame({ on }: SchemaObject, other: ObjectRef): boolean {
  return on !== null && other.on !== null && other.on !== undefined && refKey(on) === refKey(other.on)
}

/** True for what no text of another object can name. */
export function isUnspoken({ kind }: ObjectRef): boolean {
  return unspoken.has(kind)
}

const unspoken: ReadonlySet<ObjectRef['kind']> = new Set([
  'trigger',
  'policy',
  'row_security',
  'statistics',
  'owner',
  'grant',
  'default_privileges',
])

/** True when it reads that column of the table. */
export function usesColumn(object: SchemaObject, table: ObjectRef, column: string): boolean {
  return uses(object, table) && speaksOf(object, table, column)
}

/** SQLite's one schema is `main`, and there a name in a text may be in any case. */
function speaksOf(object: SchemaObject, { name: { schema } }: ObjectRef, name: string): boolean {
  const words = wordsOf(definitionOf(object))
  return words.has(name) || (schema === 'main' && words.has(name.toLowerCase()))
}

/** These and everything that cannot be there without them, in the order in which they can be created. */
export function withDependants(start: readonly SchemaObject[], objects: readonly SchemaObject[]): SchemaObject[] {
  const found = new Map(start.map((object) => [refKey(object), object]))
  // A map that grows while it is walked is walked to its end.
  for (const [, object] of found) {
    for (const other of objects) if (uses(other, object)) found.set(refKey(other), other)
  }
  return inCreationOrder([...found.values()])
}

/** What is attached to it, and to that, in the order in which it can be created: it goes and comes with it. */
export function attachedTo(ref: ObjectRef, objects: readonly SchemaObject[]): SchemaObject[] {
  const own = objects.filter(({ on }) => on !== null && refKey(on) === refKey(ref))
  return inCreationOrder(own.flatMap((object) => [object, ...attachedTo(object, objects)]))
}

/** Everything after what it is made of. */
export function inCreationOrder(objects: readonly SchemaObject[]): SchemaObject[] {
  return sortByDependency(objects, refKey, (object) =>
    objects.filter((other) => other !== object && uses(object, other)).map(refKey),
  )
}

/** `f(integer)` is called by its name alone. */
export function bareName({ kind, name }: ObjectRef): string {
  return isRoutineKind(kind) ? unsignedName(name.name) : name.name
}

const definitions = new WeakMap<SchemaObject, object>()

/** The part of an object whose names have to exist when it is created. */
function definitionOf(object: SchemaObject): object {
  const before = definitions.get(object)
  if (before !== undefined) return before
  const definition = definitionParts(object)
  definitions.set(object, definition)
  return definition
}

/**
 * Bodies that are handed over as text are read when they run, and names that an object brings itself, such
 * as those of arguments and attributes, are not names that it needs.
 */
function definitionParts(object: SchemaObject): object {
  const { comment, ...definition } = object
  const { schema } = object.name
  switch (object.kind) {
    case 'function':
    case 'procedure':
      return {
        ...definition,
        name: signatureOf(object.arguments),
        arguments: signatureOf(object.arguments),
        body: object.body.kind === 'sql' ? object.body.text : null,
        language: null,
      }
    case 'aggregate':
      return {
        ...definition,
        name: null,
        arguments: signatureOf(object.arguments),
        directArguments: signatureOf(object.directArguments),
      }
    case 'schema':
    case 'collation':
    case 'sequence':
    case 'default_privileges':
      return { schema }
    case 'extension':
      return [object.schema]
    case 'domain':
      return [schema, object.type, object.collation, object.default, object.checks.map(({ expression }) => expression)]
    case 'composite_type':
      return [schema, object.attributes.map(({ type, collation }) => [type, collation])]
    case 'range_type':
      return [schema, object.subtype, object.opclass, object.collation, object.canonical, object.subtypeDiff]
    default:
      return definition
  }
}

function signatureOf(given: readonly RoutineArgument[]): readonly (string | null)[] {
  return given.flatMap(({ type, default: value }) => [type, value])
}
