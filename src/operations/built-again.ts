import type { Constraint, Keyed } from '../model/constraint.ts'
import { displayName, type ObjectName } from '../model/name.ts'
import type { Phase } from '../model/step.ts'
import { backingIndex, takesOverIndex } from './backing-index.ts'
import { kindText } from './constraints-of.ts'
import { offenders } from './offenders.ts'
import { ddlStep, type StepContext, type StepDraft, undo } from './operation.ts'
import { isPartitioned } from './partitioned-index.ts'

/** True for a key that goes from a large table and comes back, on the way back, as new keys come (R10, R11). */
export function isBuiltAgain(table: ObjectName, constraint: Constraint, context: StepContext): constraint is Keyed {
  if (constraint.kind !== 'unique' && constraint.kind !== 'primary_key') return false
  const { facts, state } = context
  return takesOverIndex(constraint.definition, facts) && context.isLarge(table) && !isPartitioned(state, table)
}

/** Comes after the step that drops the key, and so before that one's way back, which makes `index` the key again. */
export function builtAgainStep(
  table: ObjectName,
  key: Keyed,
  index: string,
  phase: Phase,
  context: StepContext,
): StepDraft {
  const named = { schema: table.schema, name: index }
  return ddlStep({
    phase,
    title: `keep the way back of ${kindText(key)} ${key.definition.name} on ${displayName(table)} open`,
    statements: [],
    inverse: undo([context.words.createIndex(table, backingIndex(key.definition, index), true)], {
      note: 'built from its definition, beside readers and writers; refused while rows written since are duplicates',
      prechecks: offenders(table, key, context),
      probe: { kind: 'index_created', index: named, table },
    }),
    reason: 'R10, R11: nothing to do on the way there; on the way back the index is built before it becomes the key',
  })
}

/** What is said of its coming back. */
export const builtNote = 'takes over the index that was built beside the application'
