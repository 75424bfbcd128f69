import { displayName } from '../model/name.ts'
import { withoutConstraint } from './constraint-effects.ts'
import { dropConstraintStep, dropPhase } from './drop-constraint-step.ts'
import type { Operation } from './operation.ts'

export const dropCheck: Operation<'drop_check'> = {
  describe: ({ table, definition }) => `drop check ${definition.name} on ${displayName(table)}`,
  phase: ({ table, definition }, context) => dropPhase(table, { kind: 'check', definition }, context),
  effect: ({ table, definition }, schema) => withoutConstraint(schema, table, { kind: 'check', definition }),
  *steps({ table, definition }, context) {
    yield dropConstraintStep(table, { kind: 'check', definition }, context)
  },
}
