import { remembered } from '../lib/remembered.ts'
import type { Change } from '../model/change.ts'
import type { SchemaObject } from '../model/object.ts'
import { attachedTo } from '../model/object-uses.ts'
import { bareName, wordsOf } from '../model/object-words.ts'
import { usersIn } from '../model/usage-index.ts'
import type { Schema } from '../model/schema.ts'
import { objectTraits } from './object-traits.ts'
import type { PlanContext } from './operation.ts'

/**
 * True when the object is put aside instead of dropped: it holds something, columns in quarantine may be made of it, or it
 * is a function that what the same plan puts aside still calls (in a default, a check, a policy).
 */
export function staysAside(
  object: SchemaObject,
  { changes, actual }: Pick<PlanContext, 'changes' | 'actual'>,
): boolean {
  if (objectTraits[object.kind].kept === true) return true
  if (object.kind !== 'function') return false
  const { words, objects } = held(changes)(actual)
  return words.has(bareName(object)) || objects.of(object).size > 0
}

/** What this plan puts aside: the words of columns and tables, and objects. */
const held = remembered((changes: readonly Change[]) =>
  remembered(({ objects }: Schema) => {
    const words = new Set<string>()
    const kept: SchemaObject[] = []
    for (const change of changes) {
      if (change.kind === 'drop_column') for (const word of wordsOf(change.column)) words.add(word)
      if (change.kind === 'drop_object' && objectTraits[change.object.kind].kept === true) kept.push(change.object)
      if (change.kind !== 'drop_table') continue
      for (const word of wordsOf(change.table)) words.add(word)
      // Its triggers do not keep their functions: they are dropped before.
      const attached = attachedTo({ kind: 'table', name: change.table.name }, objects)
      kept.push(...attached.filter(({ kind }) => kind !== 'trigger'))
    }
    return { words, objects: usersIn(kept) }
  }),
)
