import { displayName } from '../model/name.ts'
import { ddlStep, type Operation, undo } from './operation.ts'
import { fillingName } from './quarantine-name.ts'

/**
 * R3, R4: as long as old versions write rows that leave out a column, a backfill alone never comes to an end, and what
 * they write between it and the gate is missing afterwards.
 */
export const startFilling: Operation<'start_filling'> = {
  describe: ({ backfill }) => `fill rows of ${displayName(backfill.table)} as they are written, by ${backfill.name}`,
  phase: () => 'expand',
  effect: (_change, schema) => schema,

  *steps(change, context) {
    const { backfill } = change
    const { filling } = context.words
    const name = fillingName(context, backfill)
    yield ddlStep({
      phase: 'expand',
      title: this.describe(change),
      statements: filling.start(backfill, name),
      inverse: undo(filling.stop(backfill, name)),
      reason: 'R3, R4: old versions write rows without these columns until the gate',
    })
  },
}
