import { displayName } from '../model/name.ts'
import { withConstraint } from './constraint-effects.ts'
import { provenSteps } from './constraint-steps.ts'
import type { Operation } from './operation.ts'

/** R6. */
export const addCheck: Operation<'add_check'> = {
  describe: ({ table, definition }) => `add check ${definition.name} on ${displayName(table)}`,
  phase: () => 'validate',
  effect: ({ table, definition }, schema) => withConstraint(schema, table, { kind: 'check', definition }),
  steps: ({ table, definition }, context) => provenSteps(table, { kind: 'check', definition }, 'validate', context),
}
