import { displayRef } from '../model/object-ref.ts'
import { ddlStep, type Operation, undo } from './operation.ts'
import { withObjects } from './schema-edit.ts'

/** It holds no rows: its definition in the plan is all that the way back needs. */
export const dropObject: Operation<'drop_object'> = {
  describe: ({ object }) => `drop ${displayRef(object)}`,
  phase: () => 'contract',
  effect: ({ object }, schema) => withObjects(schema, [object], []),

  *steps(change, { words }) {
    const { object } = change
    yield ddlStep({
      phase: 'contract',
      title: this.describe(change),
      statements: words.objects.drop(object),
      inverse: undo(words.objects.create(object), { note: 'created again from its definition' }),
      noticed: true,
      reason: 'no longer in the specs; the definition is kept for the way back',
    })
  },
}
