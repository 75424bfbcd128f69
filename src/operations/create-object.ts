import type { SchemaObject } from '../model/object.ts'
import { displayRef } from '../model/object-ref.ts'
import type { Inverse } from '../model/step.ts'
import { askedOfNew } from './asked-of-new.ts'
import { objectAside } from './object-aside.ts'
import { arrivalOf, objectTraits } from './object-traits.ts'
import { ddlStep, type Operation, type StepContext, undo } from './operation.ts'
import { withObjects } from './schema-edit.ts'

export const createObject: Operation<'create_object'> = {
  describe: ({ object }) => `create ${displayRef(object)}`,
  phase: ({ object }, context) => arrivalOf(object, context),
  effect: ({ object }, schema) => withObjects(schema, [], [object]),

  *steps(change, context) {
    const { object } = change
    const { words } = context
    const phase = arrivalOf(object, context)
    const noticed = phase === 'contract' && objectTraits[object.kind].unseen !== true
    yield ddlStep({
      phase,
      title: this.describe(change),
      statements: words.objects.create(object),
      prechecks: askedOfNew(object, context),
      inverse: wayBack(object, context),
      noticed,
      reason: noticed ? 'new; an old application would notice it' : 'new; no application knows it yet',
    })
  },
}

function wayBack(object: SchemaObject, context: StepContext): Inverse {
  const { objects } = context.words
  const used = objects.used(object)
  const { kept, left } = objectTraits[object.kind]
  if (left === true && used !== null) {
    return undo([], { note: 'dropped when it is empty', discard: { unused: used, statements: objects.drop(object) } })
  }
  if (kept !== true || used === null) {
    return undo(objects.drop(object), { prechecks: used === null ? [] : [used] })
  }
  const { keptAs, quarantine } = objectAside(context, object)
  return undo(objects.rename(object, keptAs), {
    note: 'dropped when nothing uses it, else renamed aside',
    quarantines: [quarantine],
    discard: { unused: used, statements: objects.drop(object) },
  })
}
