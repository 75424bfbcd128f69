import { displayName } from '../model/name.ts'
import { withConstraint } from './constraint-effects.ts'
import type { Operation } from './operation.ts'
import { replaceProvenSteps } from './replace-proven-steps.ts'

export const replaceCheck: Operation<'replace_check'> = {
  describe: ({ table, before }) => `replace check ${before.name} on ${displayName(table)}`,
  phase: () => 'validate',
  effect: ({ table, before, after }, schema) =>
    withConstraint(schema, table, { kind: 'check', definition: after }, before.name),
  steps: ({ table, before, after }, context) =>
    replaceProvenSteps(table, { kind: 'check', definition: before }, { kind: 'check', definition: after }, context),
}
