import { givenUpKeys, inPlaceOf } from '../model/given-up-keys.ts'
import { displayName } from '../model/name.ts'
import { withConstraint, withoutConstraint } from './constraint-effects.ts'
import { keyedSteps } from './keyed-steps.ts'
import type { Operation } from './operation.ts'

/** R11. Where partitions give up other keys for it, it waits as long as dropping these does. */
export const addPrimaryKey: Operation<'add_primary_key'> = {
  describe: ({ table, definition, parts }) =>
    `add primary key ${definition.name} on ${displayName(table)}${inPlaceOf(givenUpKeys(definition, parts))}`,
  phase: ({ definition, parts }) => (givenUpKeys(definition, parts).length === 0 ? 'validate' : 'contract'),
  effect: ({ table, definition, parts = [] }, schema) =>
    parts.reduce(
      (now, part) => withoutConstraint(now, part.table, { kind: 'primary_key', definition: part.definition }),
      withConstraint(schema, table, { kind: 'primary_key', definition }),
    ),
  steps: ({ table, definition, parts }, context) =>
    keyedSteps(table, { kind: 'primary_key', definition }, 'validate', context, parts),
}
