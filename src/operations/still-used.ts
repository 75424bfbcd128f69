import { multimap } from '../lib/multimap.ts'
import { remembered } from '../lib/remembered.ts'
import type { Change } from '../model/change.ts'
import type { SchemaObject } from '../model/object.ts'
import { bareName, wordsOf } from '../model/object-words.ts'
import { refKey } from '../model/object-ref.ts'
import type { Query } from '../model/statement.ts'
import type { StepContext } from './operation.ts'

/**
 * What must not hang on objects that are taken away, but for what is gone by then: a column's default may call a function. Asked while
 * planning, unless the plan itself takes something off them before.
 */
export function stillUsed(
  objects: readonly SchemaObject[],
  gone: readonly SchemaObject[],
  { words, changes }: Pick<StepContext, 'words' | 'changes'>,
): Query[] {
  const keys = new Set(gone.map(refKey))
  return objects.flatMap((object): Query[] => {
    const query = words.questions.objectUsed(object, gone)
    if (query === null) return []
    const isFreed = [...speaking(changes).of(bareName(object))].some((change) => !isAbout(change, keys))
    return [isFreed ? { ...query, onlyAtStep: true } : query]
  })
}

/** What is put aside holds on to what it uses, and what is new has not used it yet. */
const keeping: ReadonlySet<Change['kind']> = new Set(['create_object', 'create_table', 'drop_table', 'drop_column'])

const speaking = remembered((changes: readonly Change[]) => {
  const found = multimap<string, Change>()
  for (const change of changes)
    if (!keeping.has(change.kind)) for (const word of wordsOf(change)) found.add(word, change)
  return found
})

function isAbout(change: Change, keys: ReadonlySet<string>): boolean {
  switch (change.kind) {
    case 'drop_object':
      return keys.has(refKey(change.object))
    case 'alter_object':
      return keys.has(refKey(change.after))
    case 'recreate_objects':
      return change.drops.some((object) => keys.has(refKey(object)))
    default:
      return false
  }
}
