import { displayName } from '../model/name.ts'
import { withConstraint } from './constraint-effects.ts'
import { replaceKeyedSteps } from './keyed-steps.ts'
import type { Operation } from './operation.ts'

/** Behind the gate: ON CONFLICT and upserts of old versions name the old key. */
export const replaceUnique: Operation<'replace_unique'> = {
  describe: ({ table, before }) => `replace unique constraint ${before.name} on ${displayName(table)}`,
  phase: () => 'contract',
  effect: ({ table, before, after }, schema) =>
    withConstraint(schema, table, { kind: 'unique', definition: after }, before.name),
  steps: ({ table, before, after }, context) =>
    replaceKeyedSteps(
      table,
      { kind: 'unique', definition: before },
      { kind: 'unique', definition: after },
      'contract',
      context,
    ),
}
