import { displayName } from '../model/name.ts'
import { displayRef, isLone, refKey } from '../model/object-ref.ts'
import { followRename } from '../model/object-rename.ts'
import { ddlStep, type Operation, undo } from './operation.ts'
import { withObjects } from './schema-edit.ts'

/** Behind the gate, since an old application version still uses the old name. */
export const renameObject: Operation<'rename_object'> = {
  describe: ({ object, to }) => `rename ${displayRef(object)} to ${isLone(object.kind) ? to.name : displayName(to)}`,
  phase: () => 'contract',
  effect({ object, to }, schema) {
    const attached = schema.objects.filter(({ on }) => on !== null && refKey(on) === refKey(object))
    return withObjects(schema, [object, ...attached], [{ ...object, name: to }, ...followRename(attached, object, to)])
  },

  *steps(change, { words, state }) {
    const { object, to } = change
    yield ddlStep({
      phase: 'contract',
      title: this.describe(change),
      statements: words.objects.rename(object, to, state),
      inverse: undo(words.objects.rename({ ...object, name: to }, object.name, state)),
      noticed: true,
      reason: 'renamed_from in the spec; what depends on it follows by itself',
    })
  },
}
