import { identifiersIn } from '../lib/identifiers.ts'
import { isRoutineKind, type ObjectRef } from './object-ref.ts'
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

/** `f(integer)` is called by its name alone. */
export function bareName({ kind, name }: ObjectRef): string {
  return isRoutineKind(kind) ? unsignedName(name.name) : name.name
}

/** True when the name of `ref`, or of something in it, stands in what has to exist when the object is created. */
export function speaksOf(object: SchemaObject, ref: ObjectRef, name: string): boolean {
  const words = wordsOf(definitionOf(object))
  return spellings(ref, name).some((word) => words.has(word))
}

/** SQLite's one schema is `main`, and there a name in a text may be in any case. */
export function spellings({ name: { schema } }: ObjectRef, name: string): readonly string[] {
  const folded = name.toLowerCase()
  return schema === 'main' && folded !== name ? [name, folded] : [name]
}

const definitions = new WeakMap<SchemaObject, object>()

/** The part of an object whose names have to exist when it is created. */
export function definitionOf(object: SchemaObject): object {
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
