import { displayName } from '../model/name.ts'
import { followRename } from '../model/object-rename.ts'
import { sameName } from '../model/name.ts'
import { ddlStep, type Operation, undo } from './operation.ts'
import { withEnums } from './schema-edit.ts'

/** Behind the gate, since an old application version may cast to the old name. Columns follow by themselves. */
export const renameEnum: Operation<'rename_enum'> = {
  describe: ({ from, to }) => `rename enum ${displayName(from)} to ${displayName(to)}`,
  phase: () => 'contract',
  effect: ({ from, to }, schema) => ({
    ...withEnums(
      schema,
      schema.enums.map((type) => (sameName(type.name, from) ? { ...type, name: to } : type)),
    ),
    objects: followRename(schema.objects, { kind: 'enum', name: from }, to),
  }),

  *steps(change, { words }) {
    yield ddlStep({
      phase: 'contract',
      title: this.describe(change),
      statements: words.renameEnum(change.from, change.to),
      inverse: undo(words.renameEnum(change.to, change.from)),
      noticed: true,
      reason: '1G: renamed_from in the spec; locks no table, and what is of the type follows by itself',
    })
  },
}
