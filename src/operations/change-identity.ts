import { displayName } from '../model/name.ts'
import { ddlStep, type Operation, undo } from './operation.ts'
import { editColumn } from './schema-edit.ts'

/** GENERATED ALWAYS refuses explicit values that an old version may still send, so that way waits behind the gate. */
export const changeIdentity: Operation<'change_identity'> = {
  describe: ({ table, after }) =>
    `change identity of ${displayName(table)}.${after.name} to ${after.identity ?? 'none'}`,
  phase: ({ after }) => (after.identity === 'by_default' ? 'expand' : 'contract'),
  effect: ({ table, after }, schema) =>
    editColumn(schema, table, after.name, (column) => ({
      ...column,
      identity: after.identity,
      default: after.default,
    })),

  *steps(change, context) {
    const { table, before, after } = change
    const phase = this.phase(change, context)
    yield ddlStep({
      phase,
      title: this.describe(change),
      statements: context.words.setIdentity(table, before, after),
      inverse: undo(context.words.setIdentity(table, after, before), {
        note: after.identity === null ? 'the counter starts again after the highest value' : '',
      }),
      noticed: phase === 'contract',
      reason: 'R21: the counter goes on after the highest value there is',
    })
  },
}
