import type { Exclusion } from '../model/constraint.ts'
import { displayName, type ObjectName } from '../model/name.ts'
import { addedConstraint } from './constraint-comment.ts'
import { offenders } from './offenders.ts'
import { ddlStep, isNewTable, type StepContext, type StepDraft, undo } from './operation.ts'

/** An exclusion cannot take over a finished index (ALTER TABLE in the manual), so its own is built under the lock. */
export function addExclusionStep(table: ObjectName, definition: Exclusion, context: StepContext): StepDraft {
  const { words } = context
  const constraint = { kind: 'exclusion' as const, definition }
  const isNew = isNewTable(context, table)
  return ddlStep({
    phase: isNew ? 'expand' : 'validate',
    title: `add exclusion ${definition.name} on ${displayName(table)}`,
    statements: addedConstraint(table, constraint, words),
    prechecks: isNew ? [] : offenders(table, constraint, context),
    inverse: undo([words.dropConstraint(table, constraint)], { note: 'the index goes with it' }),
    reason: isNew ? 'a new table: there is no row to prove' : 'there is no online form: it has to build its own index',
  })
}

export function replaceExclusionStep(
  table: ObjectName,
  before: Exclusion,
  after: Exclusion,
  context: StepContext,
): StepDraft {
  const { words } = context
  const old = { kind: 'exclusion' as const, definition: before }
  const wanted = { kind: 'exclusion' as const, definition: after }
  return ddlStep({
    phase: 'contract',
    title: `replace exclusion ${before.name} on ${displayName(table)}`,
    statements: [words.dropConstraint(table, old), ...addedConstraint(table, wanted, words)],
    prechecks: offenders(table, wanted, context),
    inverse: undo([words.dropConstraint(table, wanted), ...addedConstraint(table, old, words)], {
      note: 'builds the old index under the lock; refused while rows written since break the old rule',
      prechecks: offenders(table, old, context),
    }),
    noticed: true,
    reason: 'there is no online form; never without a rule all the same, since both happen in one transaction',
  })
}
