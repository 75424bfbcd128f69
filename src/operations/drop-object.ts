import { displayRef } from '../model/object-ref.ts'
import type { SchemaObject } from '../model/object.ts'
import { attachedTo } from '../model/object-uses.ts'
import type { Phase } from '../model/step.ts'
import { objectTraits } from './object-traits.ts'
import { asideOf, ddlStep, type Operation, undo } from './operation.ts'
import { stillUsed } from './still-used.ts'
import { withObjects } from './schema-edit.ts'

/** It holds no rows: its definition in the plan is all that the way back needs. */
export const dropObject: Operation<'drop_object'> = {
  describe: ({ object }) => `drop ${displayRef(object)}`,
  phase: ({ object }) => departure(object),
  effect: ({ object }, schema) => withObjects(schema, [object, ...attachedTo(object, schema.objects)], []),

  *steps(change, context) {
    const { object } = change
    const { words, state } = context
    const back = [object, ...attachedTo(object, state.objects)]
    yield ddlStep({
      phase: departure(object),
      title: this.describe(change),
      statements: words.objects.drop(object),
      prechecks: stillUsed([object], [...back, ...asideOf(change, context)], context),
      inverse: undo(
        back.flatMap((one) => words.objects.create(one)),
        { note: 'created again from its definition' },
      ),
      noticed: objectTraits[object.kind].unseen !== true,
      reason: 'no longer in the specs; the definition is kept for the way back',
    })
  },
}

function departure({ kind }: SchemaObject): Phase {
  return objectTraits[kind].unseen === true ? 'expand' : 'contract'
}
