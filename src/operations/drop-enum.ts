import { displayName, sameName } from '../model/name.ts'
import { attachedTo } from '../model/object-uses.ts'
import { ddlStep, type Operation, undo } from './operation.ts'
import { quarantineName } from './quarantine-name.ts'
import { withEnums, withObjects } from './schema-edit.ts'

/** Renamed aside, not dropped: columns in quarantine may still be of this type. */
export const dropEnum: Operation<'drop_enum'> = {
  describe: ({ type }) => `put enum ${displayName(type.name)} aside`,
  phase: () => 'contract',
  effect: ({ type }, schema) =>
    withEnums(
      withObjects(schema, attachedTo({ kind: 'enum', name: type.name }, schema.objects), []),
      schema.enums.filter(({ name }) => !sameName(name, type.name)),
    ),

  *steps(change, context) {
    const { type } = change
    const keptAs = { schema: type.name.schema, name: quarantineName(context, type.name.name) }
    yield ddlStep({
      phase: 'contract',
      title: this.describe(change),
      statements: context.words.renameEnum(type.name, keptAs),
      inverse: undo(context.words.renameEnum(keptAs, type.name)),
      quarantines: [{ kind: 'enum', name: type.name, column: null, keptAs: { name: keptAs, column: null } }],
      noticed: true,
      reason: 'no longer in the specs; kept under another name until purge',
    })
  },
}
