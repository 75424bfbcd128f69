import { displayName } from '../model/name.ts'
import { withConstraint, withoutConstraint } from './constraint-effects.ts'
import { keyedSteps } from './constraint-steps.ts'
import type { Operation } from './operation.ts'

/** R11. */
export const addPrimaryKey: Operation<'add_primary_key'> = {
  describe: ({ table, definition }) => `add primary key ${definition.name} on ${displayName(table)}`,
  phase: () => 'validate',
  effect: ({ table, definition, parts = [] }, schema) =>
    parts.reduce(
      (now, part) => withoutConstraint(now, part.table, { kind: 'primary_key', definition: part.definition }),
      withConstraint(schema, table, { kind: 'primary_key', definition }),
    ),
  steps: ({ table, definition, parts }, context) =>
    keyedSteps(table, { kind: 'primary_key', definition }, 'validate', context, parts),
}
