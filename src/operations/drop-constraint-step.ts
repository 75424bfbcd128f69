import type { Keeper } from '../model/change.ts'
import { changesOf } from '../model/changes-of.ts'
import type { Constraint } from '../model/constraint.ts'
import { displayName, type ObjectName } from '../model/name.ts'
import { tableOf } from '../model/schema.ts'
import type { Phase } from '../model/step.ts'
import { addedConstraint } from './constraint-comment.ts'
import { kindText, usesColumn } from './constraints-of.ts'
import { offenders } from './offenders.ts'
import { apartFrom } from './keepers.ts'
import { mentions } from '../model/mentions.ts'
import { ddlStep, type PlanContext, type StepContext, type StepDraft, undo, undoNothing } from './operation.ts'

/**
 * Letting a rule go helps new versions and does not hurt old ones, so it comes early; unless it goes because its
 * column goes, which old versions still use (ON CONFLICT needs the unique constraint, say), or comes back in the same plan:
 * then no row should be without a rule for longer than it takes.
 */
export function dropPhase(table: ObjectName, constraint: Constraint, context: PlanContext): Phase {
  if (constraint.kind === 'primary_key') return 'contract'
  if (constraint.kind === 'check') {
    if (speaksOfDroppedColumn(table, constraint, context)) return 'contract'
    return comesBack(table, constraint, context) && !isBackfilled(table, constraint, context) ? 'contract' : 'expand'
  }
  if (constraint.kind !== 'unique' && comesBack(table, constraint, context)) return 'contract'
  return speaksOfDroppedColumn(table, constraint, context) ? 'contract' : 'expand'
}

export function dropConstraintStep(
  table: ObjectName,
  constraint: Constraint,
  context: StepContext,
  keepers: readonly Keeper[] = [],
): StepDraft {
  const { leave, comeBack } = apartFrom(keepers, context)
  const phase = dropPhase(table, constraint, context)
  const ofWhole = isOfWhole(table, constraint, context)
  return ddlStep({
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
      : undo(addedConstraint(table, constraint, context.words), {
          note: asksOldRows(constraint)
            ? 'reads every row under its lock; refused while rows written since break the rule'
            : 'the rule asked nothing of old rows',
          prechecks: offenders(table, constraint, context),
        }),
    noticed: phase === 'contract',
    reason: comesBack(table, constraint, context)
      ? 'in the way of another change; it comes back after it'
      : 'no longer in the specs; the definition is kept for the way back',
  })
}

/** A foreign key that a partition which leaves has from its table: it may have gone with that, and comes back with it. */
function isOfWhole(table: ObjectName, { kind, definition }: Constraint, { actual, changes }: PlanContext): boolean {
  if (kind !== 'foreign_key') return false
  const own = tableOf(actual, table)?.foreignKeys.some(({ name }) => name === definition.name) === true
  return !own && changesOf(changes, table).some(({ kind }) => kind === 'detach_partition')
}

function asksOldRows({ definition }: Constraint): boolean {
  return !('validated' in definition) || definition.validated
}

function speaksOfDroppedColumn(table: ObjectName, constraint: Constraint, { changes }: PlanContext): boolean {
  return changesOf(changes, table).some(
    (change) => change.kind === 'drop_column' && usesColumn(constraint, change.column.name),
  )
}

/** True when this plan adds a rule of the same name: both belong to what a dialect has taken apart (untangle.ts, lower.ts). */
function comesBack(table: ObjectName, { definition: { name } }: Constraint, { changes }: PlanContext): boolean {
  return changesOf(changes, table).some(
    (change) =>
      (change.kind === 'add_check' || change.kind === 'add_foreign_key' || change.kind === 'add_exclusion') &&
      change.definition.name === name,
  )
}

/** A backfill may write what only the new check allows: then the old one has to be gone before. */
function isBackfilled(
  table: ObjectName,
  { definition: { expression } }: CheckConstraint,
  { changes }: PlanContext,
): boolean {
  return changesOf(changes, table).some(
    (change) =>
      change.kind === 'run_backfill' && change.backfill.set.some(({ column }) => mentions(expression, column)),
  )
}

type CheckConstraint = Extract<Constraint, { readonly kind: 'check' }>
