import { displayName } from '../model/name.ts'
import { displayRef } from '../model/object-ref.ts'
import { ddlStep, type Operation, undo } from './operation.ts'
import { withObjects } from './schema-edit.ts'

/** Behind the gate, since an old application version still uses the old name. */
export const renameObject: Operation<'rename_object'> = {
  describe: ({ object, to }) => `rename ${displayRef(object)} to ${displayName(to)}`,
  phase: () => 'contract',
  effect: ({ object, to }, schema) => withObjects(schema, [object], [{ ...object, name: to }]),

  *steps(change, { words }) {
    const { object, to } = change
    yield ddlStep({
      phase: 'contract',
      title: this.describe(change),
      statements: words.objects.rename(object, to),
      inverse: undo(words.objects.rename({ ...object, name: to }, object.name)),
      noticed: true,
      reason: 'renamed_from in the spec; what depends on it follows by itself',
    })
  },
}
