import { heirsOf } from '../model/family.ts'
import { displayName } from '../model/name.ts'
import { columnOf } from '../model/table.ts'
import { ddlStep, type Operation, undo } from './operation.ts'
import { editColumn } from './schema-edit.ts'

/** A required column that loses its default refuses the inserts of old versions that leave it out: that waits behind the gate. */
export const changeDefault: Operation<'change_default'> = {
  describe: ({ table, after }) =>
    after.default === null
      ? `drop default of ${displayName(table)}.${after.name}`
      : `set default of ${displayName(table)}.${after.name} to ${after.default}`,
  phase: ({ after }) => (after.default === null && !after.nullable ? 'contract' : 'expand'),
  effect: ({ table, after }, schema) =>
    editColumn(schema, table, after.name, (column) => ({ ...column, default: after.default })),

  *steps(change, context) {
    const { table, before, after } = change
    const { words } = context
    const phase = this.phase(change, context)
    // The default of a table goes to all that have the column from it, also to those that have one of their own.
    const kept = heirsOf(context.state, table).flatMap((heir) => {
      const own = columnOf(heir, after.name)
      return own === undefined || own.generated !== null ? [] : [words.setDefault(heir.name, own.name, own.default)]
    })
    yield ddlStep({
      phase,
      title: this.describe(change),
      statements: [words.setDefault(table, after.name, after.default), ...kept],
      // The old default may not fit the new type: then it comes back with the old type (see change-type).
      inverse: undo([words.setDefault(table, after.name, before.type === after.type ? before.default : null), ...kept]),
      noticed: phase === 'contract',
      reason: 'R25: for rows inserted from now on; existing rows keep their values',
    })
  },
}
