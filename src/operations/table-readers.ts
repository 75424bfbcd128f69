import { sameValue } from '../lib/compare.ts'
import { nameKey, type ObjectName } from '../model/name.ts'
import { comparable, type SchemaObject } from '../model/object.ts'
import { type ObjectRef, refKey } from '../model/object-ref.ts'
import { attachedTo, uses } from '../model/object-uses.ts'
import type { Schema } from '../model/schema.ts'
import type { StepContext } from './operation.ts'

/** The triggers on a table: where the engine copies tables, the copy has to get them back. */
export function triggersOf({ objects }: Schema, name: ObjectName): SchemaObject[] {
  return attachedTo({ kind: 'table', name }, objects).filter(({ kind }) => kind === 'trigger')
}

/**
 * Every view there is by then, ours or not, and the triggers that know the table: each has to work with the new one. What
 * the plan alters as well need not work before it is altered.
 */
export function readersOf(name: ObjectName, context: StepContext): SchemaObject[] {
  const { found, actual, desired, state } = context
  const table: ObjectRef = { kind: 'table', name }
  const changes = context.changes.flatMap((one) => (one.kind === 'recreate_objects' ? one.around : [one]))
  const renamed = changes.flatMap((one) => (one.kind === 'rename_object' ? [one.object] : []))
  const ours = new Set([...actual.objects, ...renamed].map(refKey))
  const others = found.objects.filter((object) => !ours.has(refKey(object)))
  // Their table has its old name or its new one by then. The rename compiles them as well.
  const tables = changes.flatMap((one) => (one.kind === 'rename_table' ? [one.from, one.to].map(nameKey) : []))
  const moves = ({ on }: SchemaObject): boolean => on !== null && tables.includes(nameKey(on.name))
  const wanted = new Map(desired.objects.map((object) => [refKey(object), object]))
  const isAltered = (object: SchemaObject): boolean => {
    const after = wanted.get(refKey(object))
    return after !== undefined && !sameValue(comparable(object), comparable(after))
  }
  return [...state.objects.filter((object) => !isAltered(object)), ...others].filter(
    (object) => object.kind === 'view' || (object.kind === 'trigger' && uses(object, table) && !moves(object)),
  )
}
