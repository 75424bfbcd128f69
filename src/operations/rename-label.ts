import { displayName, sameName } from '../model/name.ts'
import { ddlStep, type Operation, undo } from './operation.ts'
import { withEnums } from './schema-edit.ts'

/** R23: rows hold the label by number, so none is touched; an old application version fails with the old one (22P02). */
export const renameLabel: Operation<'rename_label'> = {
  describe: ({ type, from, to }) => `rename label ${from} of enum ${displayName(type)} to ${to}`,
  phase: () => 'contract',
  effect: ({ type: name, from, to }, schema) =>
    withEnums(
      schema,
      schema.enums.map((type) =>
        sameName(type.name, name)
          ? { ...type, labels: type.labels.map((label) => (label === from ? to : label)) }
          : type,
      ),
    ),

  *steps(change, { words }) {
    const { type, from, to } = change
    yield ddlStep({
      phase: 'contract',
      title: this.describe(change),
      statements: [words.renameEnumLabel(type, from, to)],
      inverse: undo([words.renameEnumLabel(type, to, from)]),
      noticed: true,
      reason: 'R23: renamed_from in the spec; locks no table, and every row shows the new label at once',
    })
  },
}
