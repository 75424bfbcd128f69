import { displayName, type ObjectName } from '../model/name.ts'
import { kindText, unproven } from './constraints-of.ts'
import { offenders } from './offenders.ts'
import { type Proven, validateStep } from './proven-steps.ts'
import { isProvenAgain, provenAgainStep, unprovenNote } from './proven-again.ts'
import { addedConstraint } from './constraint-comment.ts'
import { ddlStep, type StepContext, type StepDraft, undo } from './operation.ts'

/** R7 and R9: old out and new in within one transaction, NOT VALID, so that no row is ever without a rule; then validated. */
export function* replaceProvenSteps(
  table: ObjectName,
  before: Proven,
  after: Proven,
  context: StepContext,
): Iterable<StepDraft> {
  const { words } = context
  const shown = `${kindText(after)} ${before.definition.name} on ${displayName(table)}`
  const provenAgain = isProvenAgain(table, before, context)
  if (provenAgain) yield provenAgainStep(table, before, 'expand', context)
  const back = provenAgain ? unproven(before) : before
  yield ddlStep({
    phase: 'expand',
    title: `replace ${shown}${after.definition.enforced === false ? '' : ' for new rows'}`,
    statements: [words.dropConstraint(table, before), ...addedConstraint(table, unproven(after), words)],
    prechecks: offenders(table, after, context),
    inverse: undo([words.dropConstraint(table, after), ...addedConstraint(table, back, words)], {
      note: provenAgain
        ? unprovenNote
        : before.definition.validated
          ? 'reads every row under its lock; refused while rows written since break the old rule'
          : 'the old rule asked nothing of old rows',
      prechecks: offenders(table, before, context),
    }),
    reason: `${after.kind === 'check' ? 'R7' : 'R9'}: one transaction, no row is read under the lock`,
  })
  if (after.definition.validated) yield validateStep(table, after, 'validate', context)
}
