import { displayName } from '../model/name.ts'
import { withConstraint } from './constraint-effects.ts'
import { addExclusionStep } from './exclusion-steps.ts'
import { isNewTable, type Operation } from './operation.ts'

export const addExclusion: Operation<'add_exclusion'> = {
  describe: ({ table, definition }) => `add exclusion ${definition.name} on ${displayName(table)}`,
  phase: ({ table }, context) => (isNewTable(context, table) ? 'expand' : 'validate'),
  effect: ({ table, definition }, schema) => withConstraint(schema, table, { kind: 'exclusion', definition }),
  *steps({ table, definition }, context) {
    yield addExclusionStep(table, definition, context)
  },
}
