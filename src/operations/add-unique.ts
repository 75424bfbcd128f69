import { displayName } from '../model/name.ts'
import { withConstraint, withoutConstraint } from './constraint-effects.ts'
import { keyedSteps } from './keyed-steps.ts'
import type { Operation } from './operation.ts'

/** R10. */
export const addUnique: Operation<'add_unique'> = {
  describe: ({ table, definition }) => `add unique constraint ${definition.name} on ${displayName(table)}`,
  phase: () => 'validate',
  effect: ({ table, definition, parts = [] }, schema) =>
    parts.reduce(
      (now, part) => withoutConstraint(now, part.table, { kind: 'unique', definition: part.definition }),
      withConstraint(schema, table, { kind: 'unique', definition }),
    ),
  steps: ({ table, definition, parts }, context) =>
    keyedSteps(table, { kind: 'unique', definition }, 'validate', context, parts),
}
