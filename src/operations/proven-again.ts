import type { Constraint } from '../model/constraint.ts'
import { displayName, type ObjectName } from '../model/name.ts'
import type { Phase } from '../model/step.ts'
import { kindText } from './constraints-of.ts'
import { ddlStep, type StepContext, type StepDraft, undo } from './operation.ts'
import { needsProofByPartition } from './partitioned-foreign-key.ts'

/**
 * True for a rule that is dropped from a large table and comes back, on the way back, as new rules come: NOT VALID, and then
 * proven beside readers and writers (R6, R8).
 */
export function isProvenAgain(table: ObjectName, constraint: Constraint, context: StepContext): boolean {
  if (constraint.kind !== 'check' && constraint.kind !== 'foreign_key') return false
  const { validated, enforced } = constraint.definition
  if (!validated || enforced === false || !context.facts.unprovenConstraints || !context.isLarge(table)) return false
  return constraint.kind === 'check' || !needsProofByPartition(table, context)
}

/** Comes before the step that drops it, and so after that one's way back. A rule that is still there is proven already. */
export function provenAgainStep(
  table: ObjectName,
  constraint: Constraint,
  phase: Phase,
  { words }: StepContext,
  shown = `${kindText(constraint)} ${constraint.definition.name} on ${displayName(table)}`,
): StepDraft {
  return ddlStep({
    phase,
    title: `keep the way back of ${shown} open`,
    statements: [],
    inverse: undo([words.validateConstraint(table, constraint, 'if_there')], {
      note: 'reads every row, blocks nobody',
    }),
    reason: 'R4, R6, R8: nothing to do on the way there; on the way back it comes NOT VALID, and is proven after',
  })
}

/** What is said of its coming back. */
export const unprovenNote =
  'it comes back for new rows, and is proven beside the application; refused while rows written since break the rule'
