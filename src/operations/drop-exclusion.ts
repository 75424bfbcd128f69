import { displayName } from '../model/name.ts'
import { withoutConstraint } from './constraint-effects.ts'
import { dropConstraintSteps, dropPhase } from './drop-constraint-steps.ts'
import type { Operation } from './operation.ts'

export const dropExclusion: Operation<'drop_exclusion'> = {
  describe: ({ table, definition }) => `drop exclusion ${definition.name} on ${displayName(table)}`,
  phase: ({ table, definition }, context) => dropPhase(table, { kind: 'exclusion', definition }, context),
  effect: ({ table, definition }, schema) => withoutConstraint(schema, table, { kind: 'exclusion', definition }),
  *steps({ table, definition }, context) {
    yield* dropConstraintSteps(table, { kind: 'exclusion', definition }, context)
  },
}
