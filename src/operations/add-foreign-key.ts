import { displayName } from '../model/name.ts'
import { withConstraint } from './constraint-effects.ts'
import { provenSteps } from './proven-steps.ts'
import { isNewTable, type Operation } from './operation.ts'
import { foreignKeyByPartition, needsProofByPartition } from './partitioned-foreign-key.ts'

/** R8. */
export const addForeignKey: Operation<'add_foreign_key'> = {
  describe: ({ table, definition }) => `add foreign key ${definition.name} on ${displayName(table)}`,
  phase: ({ table }, context) => (isNewTable(context, table) ? 'expand' : 'validate'),
  effect: ({ table, definition }, schema) => withConstraint(schema, table, { kind: 'foreign_key', definition }),
  steps(change, context) {
    const { table, definition } = change
    if (needsProofByPartition(table, context)) {
      return foreignKeyByPartition(table, definition, null, this.phase(change, context), context)
    }
    return provenSteps(table, { kind: 'foreign_key', definition }, this.phase(change, context), context)
  },
}
