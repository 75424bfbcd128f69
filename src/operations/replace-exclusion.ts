import { displayName } from '../model/name.ts'
import { withConstraint } from './constraint-effects.ts'
import { replaceExclusionStep } from './exclusion-steps.ts'
import type { Operation } from './operation.ts'

/** Behind the gate, since nobody can use the table while the index is built. */
export const replaceExclusion: Operation<'replace_exclusion'> = {
  describe: ({ table, before }) => `replace exclusion ${before.name} on ${displayName(table)}`,
  phase: () => 'contract',
  effect: ({ table, before, after }, schema) =>
    withConstraint(schema, table, { kind: 'exclusion', definition: after }, before.name),
  *steps({ table, before, after }, context) {
    yield replaceExclusionStep(table, before, after, context)
  },
}
