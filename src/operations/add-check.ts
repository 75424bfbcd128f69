import { displayName } from '../model/name.ts'
import { withConstraint } from './constraint-effects.ts'
import { provenSteps } from './proven-steps.ts'
import { isNewTable, type Operation } from './operation.ts'

/** R6. */
export const addCheck: Operation<'add_check'> = {
  describe: ({ table, definition }) => `add check ${definition.name} on ${displayName(table)}`,
  phase: ({ table }, context) => (isNewTable(context, table) ? 'expand' : 'validate'),
  effect: ({ table, definition }, schema) => withConstraint(schema, table, { kind: 'check', definition }),
  steps(change, context) {
    const { table, definition } = change
    return provenSteps(table, { kind: 'check', definition }, this.phase(change, context), context)
  },
}
