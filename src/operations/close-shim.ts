import { displayName } from '../model/name.ts'
import { ddlStep, type Operation, undo } from './operation.ts'
import { renameColumn } from './rename-column.ts'
import { shimStatements } from './shim.ts'

/**
 * R15, R16: the first thing behind the gate. On the way back old application versions have their names again before the new
 * ones go.
 */
export const closeShim: Operation<'close_shim'> = {
  describe: ({ from }) => `take away the view ${displayName(from)} with the old names`,
  phase: () => 'contract',

  // The table has its new name from the beginning (`beforeRenames`).
  effect: ({ table, columns }, schema) =>
    columns.reduce((now, column) => renameColumn.effect({ kind: 'rename_column', table, ...column }, now), schema),

  *steps(change, context) {
    const { open, drop, settle, undo: oldNames } = shimStatements(change, context)
    yield ddlStep({
      phase: 'contract',
      title: this.describe(change),
      statements: [...drop, ...settle],
      // By way of the old names: what comes back around this is made of them.
      inverse: undo([...oldNames, ...open]),
      noticed: true,
      reason: 'R15, R16: no application version uses the old names any more',
    })
  },
}
