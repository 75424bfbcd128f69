import { displayRef } from '../model/object-ref.ts'
import { objectTraits } from './object-traits.ts'
import { ddlStep, type Operation, undo } from './operation.ts'
import { withObjects } from './schema-edit.ts'

export const createObject: Operation<'create_object'> = {
  describe: ({ object }) => `create ${displayRef(object)}`,
  phase: ({ object }) => objectTraits[object.kind].arrives,
  effect: ({ object }, schema) => withObjects(schema, [], [object]),

  *steps(change, { words }) {
    const { object } = change
    yield ddlStep({
      phase: objectTraits[object.kind].arrives,
      title: this.describe(change),
      statements: words.objects.create(object),
      inverse: undo(words.objects.drop(object)),
      reason: 'new; no application knows it yet',
    })
  },
}
