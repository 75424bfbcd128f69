import { displayName } from '../model/name.ts'
import { ddlStep, type Operation, undo } from './operation.ts'
import { replacedNames } from './replaced-names.ts'

/** R23: the types that are to come, for columns beside those of the old ones; they take the names when the columns do. */
export const shadowTypes: Operation<'shadow_types'> = {
  describe: ({ types }) =>
    `create the new ${types.map(({ after }) => displayName(after.name)).join(', ')} beside the old`,
  phase: () => 'expand',
  effect: (_change, schema) => schema,

  *steps(change, context) {
    const { words } = context
    const made = change.types.map((type) => ({ type, name: replacedNames(type, context).next }))
    yield ddlStep({
      phase: 'expand',
      title: this.describe(change),
      statements: made.flatMap(({ type: { after }, name }) => [
        words.createEnum({ ...after, name }),
        ...(after.comment === null ? [] : [words.comment({ kind: 'enum', name }, after.comment)]),
      ]),
      inverse: undo(made.toReversed().map(({ name }) => words.dropEnum(name))),
      reason: 'R23: under another name, until the columns change hands',
    })
  },
}
