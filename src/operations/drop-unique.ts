import { displayName } from '../model/name.ts'
import { withoutConstraint } from './constraint-effects.ts'
import { dropConstraintSteps, dropPhase } from './drop-constraint-steps.ts'
import type { Operation } from './operation.ts'

export const dropUnique: Operation<'drop_unique'> = {
  describe: ({ table, definition }) => `drop unique constraint ${definition.name} on ${displayName(table)}`,
  phase: ({ table, definition }, context) => dropPhase(table, { kind: 'unique', definition }, context),
  effect: ({ table, definition }, schema) => withoutConstraint(schema, table, { kind: 'unique', definition }),
  *steps({ table, definition }, context) {
    yield* dropConstraintSteps(table, { kind: 'unique', definition }, context)
  },
}
