import type { Keeper } from '../model/change.ts'
import { changesOf, withInner } from '../model/changes-of.ts'
import type { Constraint } from '../model/constraint.ts'
import { displayName, type ObjectName } from '../model/name.ts'
import { isNeededUntilGate, isWrittenAgainst } from '../model/needed-until-gate.ts'
import { tableOf } from '../model/schema.ts'
import type { Phase } from '../model/step.ts'
import { builtAgainStep, builtNote, isBuiltAgain } from './built-again.ts'
import { addedConstraint, keyOfIndex } from './constraint-comment.ts'
import { kindText, unproven } from './constraints-of.ts'
import { offenders } from './offenders.ts'
import { apartFrom } from './keepers.ts'
import { isProvenAgain, provenAgainStep, unprovenNote } from './proven-again.ts'
import { ddlStep, type PlanContext, type StepContext, type StepDraft, undo, undoNothing } from './operation.ts'

/**
 * Letting go of a rule that only refuses helps new versions and does not hurt old ones, so it comes early. Behind the gate
 * comes one that old versions work with, one of a column or a table that goes, which they still use, and one that comes back
 * in the same plan: then no row should be without it for longer than it takes.
 */
export function dropPhase(table: ObjectName, constraint: Constraint, context: PlanContext): Phase {
  const { changes } = context
  if (isNeededUntilGate(table, constraint, changes) || goes(table, context)) return 'contract'
  return comesBack(table, constraint, context) && !isWrittenAgainst(table, constraint, changes) ? 'contract' : 'expand'
}

export function* dropConstraintSteps(
  table: ObjectName,
  constraint: Constraint,
  context: StepContext,
  keepers: readonly Keeper[] = [],
): Iterable<StepDraft> {
  const { leave, comeBack } = apartFrom(keepers, context)
  const phase = dropPhase(table, constraint, context)
  const ofWhole = isOfWhole(table, constraint, context)
  const provenAgain = !ofWhole && isProvenAgain(table, constraint, context)
  if (provenAgain) yield provenAgainStep(table, constraint, phase, context)
  const back = provenAgain ? unproven(constraint) : constraint
  const builtAgain = !ofWhole && isBuiltAgain(table, constraint, context)
  yield ddlStep({
    phase,
    title: `drop ${kindText(constraint)} ${constraint.definition.name} on ${displayName(table)}`,
    statements: [
      ...leave,
      context.words.dropConstraint(table, constraint, ...(ofWhole ? (['if_there'] as const) : [])),
      ...comeBack,
    ],
    // Heirs that have it themselves merge it with their parent's.
    inverse: ofWhole
      ? undoNothing('it comes back with the table that it was a partition of')
      : builtAgain
        ? undo(keyOfIndex(table, constraint, constraint.definition.name, context.words), { note: builtNote })
        : undo(addedConstraint(table, back, context.words), {
            note: wayBackNote(constraint, provenAgain),
            prechecks: offenders(table, constraint, context),
          }),
    noticed: phase === 'contract',
    reason: comesBack(table, constraint, context)
      ? 'in the way of another change; it comes back after it'
      : 'no longer in the specs; the definition is kept for the way back',
  })
  if (builtAgain) yield builtAgainStep(table, constraint, constraint.definition.name, phase, context)
}

/** A foreign key that a partition which leaves has from its table: it may have gone with that, and comes back with it. */
function isOfWhole(table: ObjectName, { kind, definition }: Constraint, { actual, changes }: PlanContext): boolean {
  if (kind !== 'foreign_key') return false
  const own = tableOf(actual, table)?.foreignKeys.some(({ name }) => name === definition.name) === true
  return !own && changesOf(changes, table).some(({ kind }) => kind === 'detach_partition')
}

function wayBackNote(constraint: Constraint, provenAgain: boolean): string {
  if (provenAgain) return unprovenNote
  return asksOldRows(constraint)
    ? 'reads every row under its lock; refused while rows written since break the rule'
    : 'the rule asked nothing of old rows'
}

function asksOldRows({ definition }: Constraint): boolean {
  return !('validated' in definition) || definition.validated
}

/** True when this plan adds a rule of the same name: both belong to what a dialect has taken apart (untangle.ts, lower.ts). */
function comesBack(table: ObjectName, { definition: { name } }: Constraint, { changes }: PlanContext): boolean {
  return changesOf(changes, table).some(
    (change) =>
      (change.kind === 'add_check' || change.kind === 'add_foreign_key' || change.kind === 'add_exclusion') &&
      change.definition.name === name,
  )
}

function goes(table: ObjectName, { changes }: PlanContext): boolean {
  return changesOf(withInner(changes), table).some(({ kind }) => kind === 'drop_table')
}
