import { displayName } from '../model/name.ts'
import { withoutConstraint } from './constraint-effects.ts'
import { dropConstraintSteps, dropPhase } from './drop-constraint-steps.ts'
import { withKeptCheck } from './keepers.ts'
import type { Operation } from './operation.ts'

export const dropCheck: Operation<'drop_check'> = {
  describe: ({ table, definition }) => `drop check ${definition.name} on ${displayName(table)}`,
  phase: ({ table, definition }, context) => dropPhase(table, { kind: 'check', definition }, context),
  effect: ({ table, definition, keepers = [] }, schema) =>
    withoutConstraint(withKeptCheck(schema, keepers, definition.name), table, { kind: 'check', definition }),
  *steps({ table, definition, keepers = [] }, context) {
    yield* dropConstraintSteps(table, { kind: 'check', definition }, context, keepers)
  },
}
