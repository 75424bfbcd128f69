import { displayName } from '../model/name.ts'
import { withoutConstraint } from './constraint-effects.ts'
import { dropConstraintSteps, dropPhase } from './drop-constraint-steps.ts'
import type { Operation } from './operation.ts'

export const dropForeignKey: Operation<'drop_foreign_key'> = {
  describe: ({ table, definition }) => `drop foreign key ${definition.name} on ${displayName(table)}`,
  phase: ({ table, definition }, context) => dropPhase(table, { kind: 'foreign_key', definition }, context),
  effect: ({ table, definition }, schema) => withoutConstraint(schema, table, { kind: 'foreign_key', definition }),
  *steps({ table, definition }, context) {
    yield* dropConstraintSteps(table, { kind: 'foreign_key', definition }, context)
  },
}
