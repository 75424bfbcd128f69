import { displayName } from '../model/name.ts'
import { withConstraint } from './constraint-effects.ts'
import { provenSteps } from './constraint-steps.ts'
import type { Operation } from './operation.ts'

/** R8. */
export const addForeignKey: Operation<'add_foreign_key'> = {
  describe: ({ table, definition }) => `add foreign key ${definition.name} on ${displayName(table)}`,
  phase: () => 'validate',
  effect: ({ table, definition }, schema) => withConstraint(schema, table, { kind: 'foreign_key', definition }),
  steps: ({ table, definition }, context) => provenSteps(table, { kind: 'foreign_key', definition }, 'validate', context),
}
