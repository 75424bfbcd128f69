import { compareText, sameValue } from '../lib/compare.ts'
import { identifiersIn } from '../lib/identifiers.ts'
import { multimap } from '../lib/multimap.ts'
import { remembered } from '../lib/remembered.ts'
import type { Change } from '../model/change.ts'
import { withInner } from '../model/changes-of.ts'
import { usersOf } from '../model/object-list.ts'
import { nameKey, type ObjectName } from '../model/name.ts'
import { comparable, type SchemaObject } from '../model/object.ts'
import { refKey } from '../model/object-ref.ts'
import { attachedTo } from '../model/object-uses.ts'
import type { Schema } from '../model/schema.ts'
import type { StepContext } from './operation.ts'

/** The triggers on a table: where the engine copies tables, the copy has to get them back. */
export function triggersOf({ objects }: Schema, name: ObjectName): SchemaObject[] {
  return attachedTo({ kind: 'table', name }, objects).filter(({ kind }) => kind === 'trigger')
}

/**
 * The views that know the table, at any distance, ours or not, and its triggers: each has to work with the new one. What
 * the plan alters as well need not work before it is altered.
 */
export function readersOf(name: ObjectName, context: StepContext): SchemaObject[] {
  const { found, actual, desired, state } = context
  const ours = known(context.changes)(actual.objects)
  const others = strangers(ours)(found.objects)
  const views = viewsOver(name, [state.objects, others])
  const tables = renamedTables(context.changes)
  // Their table has its old name or its new one by then. The rename compiles them as well.
  const moves = ({ on }: SchemaObject): boolean => on !== null && tables.has(nameKey(on.name))
  const triggers = [state.objects, others].flatMap((objects) => usersOf({ kind: 'table', name }, objects))
  const readers = new Set([...views, ...triggers.filter((object) => object.kind === 'trigger' && !moves(object))])
  const wanted = byRef(desired.objects)
  const isAltered = (object: SchemaObject): boolean => {
    const after = wanted.get(refKey(object))
    return after !== undefined && !sameValue(comparable(object), comparable(after))
  }
  return [
    ...sorted([...readers].filter((object) => ours.has(refKey(object)) && !isAltered(object))),
    ...sorted([...readers].filter((object) => !ours.has(refKey(object)))),
  ]
}

const renamedTables = remembered(
  (changes: readonly Change[]) =>
    new Set(withInner(changes).flatMap((one) => (one.kind === 'rename_table' ? [one.from, one.to].map(nameKey) : []))),
)

/** `refKey` of what the plan knows as ours, whatever it is called by then. */
const known = remembered((changes: readonly Change[]) =>
  remembered((objects: readonly SchemaObject[]) => {
    const renamed = withInner(changes).flatMap((one) => (one.kind === 'rename_object' ? [one.object] : []))
    return new Set([...objects, ...renamed].map(refKey))
  }),
)

const strangers = remembered((ours: ReadonlySet<string>) =>
  remembered((objects: readonly SchemaObject[]) => objects.filter((object) => !ours.has(refKey(object)))),
)

const byRef = remembered(
  (objects: readonly SchemaObject[]) => new Map(objects.map((object) => [refKey(object), object])),
)

/** A text writes a name as it likes, upper or lower case; one that is no word it may put into any quotes. */
function viewsOver(name: ObjectName, lists: readonly (readonly SchemaObject[])[]): Set<SchemaObject> {
  const names = new Set([name.name.toLowerCase()])
  const found = new Set<SchemaObject>()
  // A set that grows while it is walked is walked to its end.
  for (const word of names) {
    for (const views of lists.map(viewsByWord)) {
      for (const view of /^\w+$/.test(word) ? views.of(word) : views.of('')) {
        found.add(view)
        names.add(view.name.name.toLowerCase())
      }
    }
  }
  return found
}

/** All of them under the empty word. */
const viewsByWord = remembered((objects: readonly SchemaObject[]) => {
  const views = multimap<string, SchemaObject>()
  for (const object of objects) {
    if (object.kind !== 'view') continue
    views.add('', object)
    for (const word of identifiersIn(object.query)) views.add(word.toLowerCase(), object)
  }
  return views
})

function sorted(objects: readonly SchemaObject[]): SchemaObject[] {
  return objects.toSorted((a, b) => compareText(refKey(a), refKey(b)))
}
