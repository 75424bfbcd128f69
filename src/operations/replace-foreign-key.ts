import { displayName } from '../model/name.ts'
import { withConstraint } from './constraint-effects.ts'
import type { Operation } from './operation.ts'
import { foreignKeyByPartition, needsProofByPartition } from './partitioned-foreign-key.ts'
import { replaceProvenSteps } from './replace-proven-steps.ts'

export const replaceForeignKey: Operation<'replace_foreign_key'> = {
  describe: ({ table, before }) => `replace foreign key ${before.name} on ${displayName(table)}`,
  phase: () => 'validate',
  effect: ({ table, before, after }, schema) =>
    withConstraint(schema, table, { kind: 'foreign_key', definition: after }, before.name),
  steps: ({ table, before, after }, context) =>
    needsProofByPartition(table, context)
      ? foreignKeyByPartition(table, after, before, 'validate', context)
      : replaceProvenSteps(
          table,
          { kind: 'foreign_key', definition: before },
          { kind: 'foreign_key', definition: after },
          context,
        ),
}
