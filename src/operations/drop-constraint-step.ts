import type { Constraint } from '../model/constraint.ts'
import { displayName, type ObjectName } from '../model/name.ts'
import type { Phase } from '../model/step.ts'
import { isDroppedColumn } from './dropped-columns.ts'
import { label, offenders } from './constraint-steps.ts'
import { ddlStep, type PlanContext, type StepContext, type StepDraft, undo } from './operation.ts'

/**
 * Letting a rule go helps new versions and does not hurt old ones, so it comes early; unless it goes because its
 * column goes, which old versions still use (ON CONFLICT needs the unique constraint, say).
 */
export function dropPhase(table: ObjectName, constraint: Constraint, context: PlanContext): Phase {
  if (constraint.kind === 'primary_key') return 'contract'
  const columns = constraint.kind === 'check' ? [] : constraint.definition.columns
  return columns.some((column) => isDroppedColumn(context, table, column)) ? 'contract' : 'expand'
}

export function dropConstraintStep(table: ObjectName, constraint: Constraint, context: StepContext): StepDraft {
  const phase = dropPhase(table, constraint, context)
  return ddlStep({
    phase,
    title: `drop ${label(constraint)} ${constraint.definition.name} on ${displayName(table)}`,
    statements: [context.words.dropConstraint(table, constraint)],
    inverse: undo([context.words.addConstraint(table, constraint)], {
      note: 'reads every row under its lock; refused while rows written since break the rule',
      prechecks: offenders(table, constraint, context),
    }),
    noticed: phase === 'contract',
    reason: 'no longer in the specs; the definition is kept for the way back',
  })
}
