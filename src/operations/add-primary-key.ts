import { displayName } from '../model/name.ts'
import { withConstraint } from './constraint-effects.ts'
import { keyedSteps } from './constraint-steps.ts'
import type { Operation } from './operation.ts'

/** R11. */
export const addPrimaryKey: Operation<'add_primary_key'> = {
  describe: ({ table, definition }) => `add primary key ${definition.name} on ${displayName(table)}`,
  phase: () => 'validate',
  effect: ({ table, definition }, schema) => withConstraint(schema, table, { kind: 'primary_key', definition }),
  steps: ({ table, definition }, context) =>
    keyedSteps(table, { kind: 'primary_key', definition }, 'validate', context),
}
