import { displayName } from '../model/name.ts'
import { ddlStep, type Operation, undo } from './operation.ts'
import { renamesCovered, shimStatements } from './shim.ts'

/** R15, R16: the last thing before the gate, since the table is out of reach behind the view. */
export const openShim: Operation<'open_shim'> = {
  describe: (change) => `${renamesCovered(change)}, behind a view ${displayName(change.from)} with the old names`,
  phase: () => 'validate',
  // Nothing can tell before the view is gone again.
  effect: (_change, schema) => schema,

  *steps(change, context) {
    const { open, drop, giveBack } = shimStatements(change, context)
    yield ddlStep({
      phase: 'validate',
      title: this.describe(change),
      statements: open,
      inverse: undo([...drop, ...giveBack]),
      reason: 'R15, R16: old and new names both work until the gate is passed; what hangs on the table follows it',
    })
  },
}
