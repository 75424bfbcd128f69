import { displayRef } from '../model/object-ref.ts'
import { arrivalOf } from './object-traits.ts'
import { ddlStep, type Operation, undo } from './operation.ts'
import { withObjects } from './schema-edit.ts'

export const createObject: Operation<'create_object'> = {
  describe: ({ object }) => `create ${displayRef(object)}`,
  phase: ({ object }, context) => arrivalOf(object, context),
  effect: ({ object }, schema) => withObjects(schema, [], [object]),

  *steps(change, context) {
    const { object } = change
    const { words } = context
    const phase = arrivalOf(object, context)
    yield ddlStep({
      phase,
      title: this.describe(change),
      statements: words.objects.create(object),
      inverse: undo(words.objects.drop(object)),
      noticed: phase === 'contract',
      reason: phase === 'contract' ? 'new; an old application would notice it' : 'new; no application knows it yet',
    })
  },
}
