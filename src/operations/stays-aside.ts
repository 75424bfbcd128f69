import type { Change } from '../model/change.ts'
import type { SchemaObject } from '../model/object.ts'
import { attachedTo, bareName, uses, wordsOf } from '../model/object-uses.ts'
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
  return object.kind === 'function' && changes.some((change) => holds(change, object, actual))
}

function holds(change: Change, called: SchemaObject, { objects }: Schema): boolean {
  switch (change.kind) {
    case 'drop_column':
      return wordsOf(change.column).has(bareName(called))
    case 'drop_table': {
      // Its triggers do not keep their functions: they are dropped before.
      const attached = attachedTo({ kind: 'table', name: change.table.name }, objects)
      const kept = attached.filter(({ kind }) => kind !== 'trigger')
      return wordsOf(change.table).has(bareName(called)) || kept.some((one) => uses(one, called))
    }
    case 'drop_object':
      return objectTraits[change.object.kind].kept === true && uses(change.object, called)
    default:
      return false
  }
}
