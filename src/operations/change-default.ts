import { displayName } from '../model/name.ts'
import { ddlStep, type Operation, undo } from './operation.ts'
import { editColumn } from './schema-edit.ts'

export const changeDefault: Operation<'change_default'> = {
  describe: ({ table, after }) =>
    after.default === null
      ? `drop default of ${displayName(table)}.${after.name}`
      : `set default of ${displayName(table)}.${after.name} to ${after.default}`,
  phase: () => 'expand',
  effect: ({ table, after }, schema) =>
    editColumn(schema, table, after.name, (column) => ({ ...column, default: after.default })),

  *steps(change, { words }) {
    const { table, before, after } = change
    yield ddlStep({
      phase: 'expand',
      title: this.describe(change),
      statements: [words.setDefault(table, after.name, after.default)],
      // The old default may not fit the new type: then it comes back with the old type (see change-type).
      inverse: undo([words.setDefault(table, after.name, before.type === after.type ? before.default : null)]),
      reason: 'R25: for rows inserted from now on; existing rows keep their values',
    })
  },
}
