import { bug } from '../lib/errors.ts'
import type { Check, Constraint, ForeignKey } from '../model/constraint.ts'
import { displayName, type ObjectName } from '../model/name.ts'
import type { Schema } from '../model/schema.ts'
import { addedConstraint } from './constraint-comment.ts'
import { withConstraint } from './constraint-effects.ts'
import { constraintsOf, kindText } from './constraints-of.ts'
import { validateStep } from './proven-steps.ts'
import { type Operation, undo } from './operation.ts'
import { requireTable } from './schema-edit.ts'

/** A constraint left NOT VALID, by somebody or by the specs so far: the old rows are still unproven. */
export const validateConstraint: Operation<'validate_constraint'> = {
  describe: ({ table, constraint }) =>
    `validate ${kindText(constraint)} ${constraint.definition.name} on ${displayName(table)}`,
  phase: () => 'validate',
  effect: ({ table, constraint }, schema) => withConstraint(schema, table, proven(standing(schema, table, constraint))),

  *steps({ table, constraint }, context) {
    const { words, state } = context
    const unproven = standing(state, table, constraint)
    const step = validateStep(table, proven(unproven), 'validate', context)
    yield {
      ...step,
      inverse: undo([words.dropConstraint(table, unproven), ...addedConstraint(table, unproven, words)], {
        note: 'added again as NOT VALID, which reads no row',
      }),
    }
  },
}

type Provable = Extract<Constraint, { readonly kind: 'check' | 'foreign_key' }>

/** The constraint as it is at that point, with the comment and deferrability that earlier steps have given it. */
function standing(schema: Schema, table: ObjectName, { definition: { name } }: Constraint): Provable {
  const found = constraintsOf(requireTable(schema, table)).find(({ definition }) => definition.name === name)
  if (found?.kind !== 'check' && found?.kind !== 'foreign_key') {
    throw bug(`the plan validates ${name} of ${displayName(table)}, which is not there at that point`)
  }
  return found
}

function proven(constraint: Provable): Provable {
  return constraint.kind === 'check'
    ? { kind: 'check', definition: validated(constraint.definition) }
    : { kind: 'foreign_key', definition: validated(constraint.definition) }
}

function validated<T extends Check | ForeignKey>(definition: T): T {
  return { ...definition, validated: true }
}
