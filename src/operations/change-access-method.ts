import { displayName } from '../model/name.ts'
import { ddlStep, type Operation, undo } from './operation.ts'
import { editTable } from './schema-edit.ts'

export const changeAccessMethod: Operation<'change_access_method'> = {
  describe: ({ table, after }) => `move ${displayName(table)} to the access method ${after ?? 'heap'}`,
  phase: () => 'contract',
  effect: ({ table, after }, schema) =>
    editTable(schema, table, (now) => ({ ...now, physical: { ...now.physical, accessMethod: after } })),

  *steps(change, { words }) {
    const { table, before, after } = change
    yield ddlStep({
      phase: 'contract',
      title: this.describe(change),
      statements: [words.setAccessMethod(table, after)],
      inverse: undo([words.setAccessMethod(table, before)], { note: 'the table is written anew once more' }),
      noticed: true,
      reason: '1E: the table and its indexes are written anew under the lock',
    })
  },
}
