import { displayName } from '../model/name.ts'
import { keptAgain } from './change-physical.ts'
import { ddlStep, type Operation, undo } from './operation.ts'
import { editColumn, requireTable } from './schema-edit.ts'

/** R26: rebuilds every index on the column under the lock; the values stay as they are. */
export const changeCollation: Operation<'change_collation'> = {
  describe: ({ table, after }) =>
    `change collation of ${displayName(table)}.${after.name} to ${after.collation ?? 'the default'}`,
  phase: () => 'contract',
  effect: ({ table, after }, schema) =>
    editColumn(schema, table, after.name, (column) => ({
      ...column,
      collation: after.collation,
      physical: { ...column.physical, storage: null, compression: null },
    })),

  *steps(change, { words, state }) {
    const { table, before, after } = change
    const now = requireTable(state, table)
    yield ddlStep({
      phase: 'contract',
      title: this.describe(change),
      statements: [
        words.setType(now, before, { ...before, collation: after.collation }, state.objects, []),
        words.analyze(table, [after.name]),
      ],
      inverse: undo([
        words.setType(now, { ...before, collation: after.collation }, before, state.objects, []),
        ...keptAgain(table, before, words),
        words.analyze(table, [after.name]),
      ]),
      noticed: true,
      reason: 'R26: order and equality of the values change',
    })
  },
}
