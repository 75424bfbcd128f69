import { displayName } from '../model/name.ts'
import { ddlStep, type Operation, undo } from './operation.ts'
import { fillingName } from './quarantine-name.ts'

/** Behind the gate every version that runs writes the columns itself. */
export const stopFilling: Operation<'stop_filling'> = {
  describe: ({ backfill }) => `stop filling rows of ${displayName(backfill.table)} as they are written`,
  phase: () => 'contract',
  effect: (_change, schema) => schema,

  *steps(change, context) {
    const { backfill, required, rules } = change
    const { filling } = context.words
    const name = fillingName(context, backfill)
    yield ddlStep({
      phase: 'contract',
      title: this.describe(change),
      statements: filling.stop(backfill, name),
      inverse: undo(filling.start(backfill, name)),
      noticed: required.length + rules.length > 0,
      reason: 'R3, R4: no version that runs leaves out these columns any more',
    })
  },
}
