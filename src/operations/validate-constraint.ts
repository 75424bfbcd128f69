import { displayName } from '../model/name.ts'
import { withConstraint } from './constraint-effects.ts'
import { label, validateStep } from './constraint-steps.ts'
import type { Operation } from './operation.ts'

/** A constraint left NOT VALID by somebody: the old rows are still unproven. */
export const validateConstraint: Operation<'validate_constraint'> = {
  describe: ({ table, constraint }) =>
    `validate ${label(constraint)} ${constraint.definition.name} on ${displayName(table)}`,
  phase: () => 'validate',
  effect: ({ table, constraint }, schema) => withConstraint(schema, table, constraint),
  *steps({ table, constraint }, context) {
    yield validateStep(table, constraint, 'validate', context)
  },
}
