import { displayName } from '../model/name.ts'
import { withConstraint } from './constraint-effects.ts'
import { ddlStep, type Operation, undo } from './operation.ts'

/** A foreign key learns to wait for the commit, or forgets it: the one thing about it that changes in place. */
export const changeDeferrable: Operation<'change_deferrable'> = {
  describe: ({ table, after }) =>
    `make foreign key ${after.name} on ${displayName(table)} ${after.deferrable === 'no' ? 'not deferrable' : `deferrable, ${after.deferrable.replace('_', ' ')}`}`,
  phase: () => 'expand',
  effect: ({ table, before, after }, schema) =>
    withConstraint(
      schema,
      table,
      { kind: 'foreign_key', definition: { ...before, deferrable: after.deferrable } },
      before.name,
    ),

  *steps(change, { words }) {
    const { table, before, after } = change
    yield ddlStep({
      phase: 'expand',
      title: this.describe(change),
      statements: [words.setDeferrable(table, after)],
      inverse: undo([words.setDeferrable(table, { ...after, deferrable: before.deferrable })]),
      reason: 'changes the catalog only: no row is read',
    })
  },
}
