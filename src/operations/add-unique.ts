import { displayName } from '../model/name.ts'
import { withConstraint, withoutConstraint } from './constraint-effects.ts'
import { keyedSteps, keyInPlaceSteps } from './keyed-steps.ts'
import type { Operation } from './operation.ts'
import { placeTaken } from './place-taken.ts'

/** R10. */
export const addUnique: Operation<'add_unique'> = {
  describe: ({ table, definition }) => `add unique constraint ${definition.name} on ${displayName(table)}`,
  phase: (change, context) => (placeTaken(change, context) === undefined ? 'validate' : 'contract'),
  effect: ({ table, definition, parts = [] }, schema) =>
    parts.reduce(
      (now, part) => withoutConstraint(now, part.table, { kind: 'unique', definition: part.definition }),
      withConstraint(schema, table, { kind: 'unique', definition }),
    ),

  steps(change, context) {
    const { table, definition, parts } = change
    const constraint = { kind: 'unique' as const, definition }
    const old = placeTaken(change, context)
    return old?.kind === 'drop_index'
      ? keyInPlaceSteps(table, constraint, old.index, context)
      : keyedSteps(table, constraint, 'validate', context, parts)
  },
}
