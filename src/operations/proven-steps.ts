import type { Constraint } from '../model/constraint.ts'
import { displayName, type ObjectName } from '../model/name.ts'
import type { Phase } from '../model/step.ts'
import { addedConstraint } from './constraint-comment.ts'
import { kindText, unproven } from './constraints-of.ts'
import { offenders } from './offenders.ts'
import { ddlStep, isNewTable, type StepContext, type StepDraft, undo, undoNothing } from './operation.ts'

/** What can be there for new rows alone, until it is proven of the others. */
export type Proven = Extract<Constraint, { readonly kind: 'check' | 'foreign_key' }>

/** R6 and R8: first NOT VALID, a short lock and no scan; then VALIDATE, a scan that blocks nobody. */
export function* provenSteps(
  table: ObjectName,
  constraint: Proven,
  phase: Phase,
  context: StepContext,
): Iterable<StepDraft> {
  const { words, facts } = context
  const { name, validated } = constraint.definition
  const shown = `${kindText(constraint)} ${name} on ${displayName(table)}`
  const recipe = constraint.kind === 'check' ? 'R6' : 'R8'
  if (isNewTable(context, table) || !facts.unprovenConstraints) {
    yield ddlStep({
      phase,
      title: `add ${shown}`,
      statements: addedConstraint(table, constraint, words),
      prechecks: isNewTable(context, table) ? [] : offenders(table, constraint, context),
      inverse: undo([words.dropConstraint(table, constraint)]),
      reason: isNewTable(context, table)
        ? 'a new table: there is no row to prove'
        : 'the library tests the rows itself',
    })
    return
  }
  yield ddlStep({
    phase: phase === 'contract' ? 'contract' : 'expand',
    title: constraint.definition.enforced === false ? `add ${shown}` : `add ${shown} for new rows`,
    statements: addedConstraint(table, unproven(constraint), words),
    prechecks: offenders(table, constraint, context),
    inverse: undo([words.dropConstraint(table, constraint)]),
    reason: `${recipe}: ${constraint.definition.enforced === false ? 'NOT ENFORCED' : 'NOT VALID'}, so no row is read under the lock`,
  })
  if (validated) yield validateStep(table, constraint, phase === 'contract' ? 'contract' : 'validate', context)
}

/** VALIDATE CONSTRAINT: reads every row beside readers and writers. */
export function validateStep(table: ObjectName, constraint: Constraint, phase: Phase, context: StepContext): StepDraft {
  const name = constraint.definition.name
  return ddlStep({
    phase,
    title: `validate ${kindText(constraint)} ${name} on ${displayName(table)}`,
    statements: [context.words.validateConstraint(table, constraint)],
    prechecks: offenders(table, constraint, context),
    inverse: undoNothing('a proven constraint goes the same way as an unproven one'),
    reason: `${constraint.kind === 'foreign_key' ? 'R8' : 'R6'}: reads every row, blocks nobody`,
  })
}
