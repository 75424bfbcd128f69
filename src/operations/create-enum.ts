import { displayName, sameName } from '../model/name.ts'
import { ddlStep, type Operation, undo } from './operation.ts'
import { quarantineName } from './quarantine-name.ts'
import { withEnums } from './schema-edit.ts'

export const createEnum: Operation<'create_enum'> = {
  describe: ({ type }) => `create enum ${displayName(type.name)}`,
  phase: () => 'expand',
  effect: ({ type }, schema) =>
    withEnums(schema, [...schema.enums.filter(({ name }) => !sameName(name, type.name)), type]),

  *steps({ type }, context) {
    const { words } = context
    const keptAs = { schema: type.name.schema, name: quarantineName(context, type.name.name) }
    yield ddlStep({
      phase: 'expand',
      title: this.describe({ kind: 'create_enum', type }),
      statements: [
        words.createEnum(type),
        ...(type.comment === null ? [] : [words.comment({ kind: 'enum', name: type.name }, type.comment)]),
      ],
      inverse: undo(words.renameEnum(type.name, keptAs), {
        note: 'dropped when nothing uses it, else renamed aside',
        quarantines: [{ kind: 'enum', name: type.name, column: null, keptAs: { name: keptAs, column: null } }],
        discard: { unused: words.questions.enumUsed(type.name), statements: [words.dropEnum(type.name)] },
      }),
      reason: 'a new type; nobody uses it yet',
    })
  },
}
