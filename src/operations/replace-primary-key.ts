import { displayName } from '../model/name.ts'
import { withConstraint } from './constraint-effects.ts'
import { replaceKeyedSteps } from './keyed-steps.ts'
import type { Operation } from './operation.ts'

/** Behind the gate: ON CONFLICT and upserts of old versions name the old key. */
export const replacePrimaryKey: Operation<'replace_primary_key'> = {
  describe: ({ table, before }) => `replace primary key ${before.name} on ${displayName(table)}`,
  phase: () => 'contract',
  effect: ({ table, before, after }, schema) =>
    withConstraint(schema, table, { kind: 'primary_key', definition: after }, before.name),
  steps: ({ table, before, after }, context) =>
    replaceKeyedSteps(
      table,
      { kind: 'primary_key', definition: before },
      { kind: 'primary_key', definition: after },
      'contract',
      context,
    ),
}
