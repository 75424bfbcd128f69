import { sameValue } from '../lib/compare.ts'
import { remembered } from '../lib/remembered.ts'
import type { Change } from '../model/change.ts'
import { isRoutineKind, refKey } from '../model/object-ref.ts'
import { refsUsed } from '../model/usage-index.ts'
import { comparable, type SchemaObject } from '../model/object.ts'
import type { NamedSchema } from '../model/objects/schema.ts'
import type { Schema } from '../model/schema.ts'
import { ownedSequences } from '../model/table.ts'
import { stayingIn } from './staying.ts'

/** What is attached to something that goes goes with it, and comes back with it. */
export function diffObjects(actual: Schema, desired: Schema): Change[] {
  const present = new Map(actual.objects.map((object) => [refKey(object), object]))
  const wanted = new Map(desired.objects.map((object) => [refKey(object), object]))
  const staying = stayingIn(desired)
  const leaving = actual.objects.filter((object) => isRoutineKind(object.kind) && !wanted.has(refKey(object)))
  const calls = refsUsed(leaving.map((routine) => [routine, routine]))
  // What is put aside keeps its triggers, and those would keep their functions.
  const losesFunction = (object: SchemaObject): boolean => object.kind === 'trigger' && calls(object).size > 0
  const changes: Change[] = []
  for (const [key, before] of present) {
    const after = wanted.get(key)
    if (after !== undefined) {
      if (!same(before, after)) changes.push({ kind: 'alter_object', before, after })
    } else if (isLeft(before, staying, desired) || losesFunction(before)) {
      changes.push({ kind: 'drop_object', object: before })
    }
  }
  for (const [key, object] of wanted) {
    if (!present.has(key) && !goesWithoutSaying(object, actual)) changes.push({ kind: 'create_object', object })
  }
  return changes
}

/** A schema stays with what is in it, and what is attached to something that goes goes with that. */
function isLeft(object: SchemaObject, staying: ReadonlySet<string>, desired: Schema): boolean {
  if (object.kind === 'schema') return !isHeld(object, desired)
  // Its name is not its table's: what is put aside must not keep others from it.
  if (object.kind === 'statistics') return true
  return object.on === null || staying.has(refKey(object.on))
}

/**
 * Specs need not name a schema that something of theirs is in; and to have nothing of a sequence is to be told apart from
 * what one gets by default only while it is new.
 */
function goesWithoutSaying(object: SchemaObject, actual: Schema): boolean {
  if (object.kind === 'grant' && object.on?.kind === 'sequence' && object.privileges.length === 0) {
    return holders(actual).has(refKey(object.on))
  }
  return object.kind === 'schema' && object.comment === null && isHeld(object, actual)
}

const holders = remembered(
  ({ objects, tables }: Schema) => new Set([...objects, ...tables.flatMap(ownedSequences)].map(refKey)),
)

function isHeld({ name }: NamedSchema, schema: Schema): boolean {
  return schemasOf(schema).has(name.name)
}

/** Schemas that something is in; their own owners and grants are in none. */
const schemasOf = remembered(({ tables, enums, objects }: Schema) => {
  const within = objects.filter(({ on }) => on?.kind !== 'schema')
  return new Set([...tables, ...enums, ...within].map((one) => one.name.schema))
})

function same(a: SchemaObject, b: SchemaObject): boolean {
  return a === b || sameValue(comparable(a), comparable(b))
}
