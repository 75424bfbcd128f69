import { type Column, withNotNull } from '../model/column.ts'
import type { Constraint } from '../model/constraint.ts'
import { displayName, type ObjectName } from '../model/name.ts'
import { notNullName } from '../model/object-name.ts'
import type { Statement } from '../model/statement.ts'
import { asNamedBefore, notNullGuard, relaxed } from './not-null-steps.ts'
import { ddlStep, type Operation, type StepContext, type StepDraft, undo } from './operation.ts'
import { provenAgainStep, unprovenNote } from './proven-again.ts'
import { editColumn, requireTable } from './schema-edit.ts'

export const dropNotNull: Operation<'drop_not_null'> = {
  describe: ({ table, before }) => `allow NULL in ${displayName(table)}.${before.name}`,
  phase: () => 'expand',
  effect: ({ table, before }, schema) => editColumn(schema, table, before.name, (column) => withNotNull(column, true)),

  *steps(change, context) {
    const { words, state, facts } = context
    const { table, before } = change
    const named = asNamedBefore(table, before, context)
    const provenAgain =
      facts.unprovenConstraints && context.isLarge(table) && named.notNull?.validated !== false
        ? unprovenFirst(table, named, context)
        : null
    yield* provenAgain?.steps ?? []
    yield ddlStep({
      phase: 'expand',
      title: this.describe(change),
      statements: relaxed(table, before.name, context),
      inverse: undo([provenAgain?.back ?? words.setNotNull(table, named, false)], {
        note: provenAgain === null ? 'refused while rows written since hold NULL' : unprovenNote,
        prechecks: [words.questions.nulls(requireTable(state, table), before.name)],
      }),
      reason: 'R5: relaxing; old versions write values as before',
    })
  },
}

interface WayBack {
  /** Of new rows alone. */
  readonly back: Statement
  /** There for their ways back, the last one first. */
  readonly steps: readonly StepDraft[]
}

/** R4 on the way back: a bare SET NOT NULL would read every row under ACCESS EXCLUSIVE. */
function unprovenFirst(table: ObjectName, column: Column, context: StepContext): WayBack {
  const { words, facts } = context
  const shown = `NOT NULL of ${displayName(table)}.${column.name}`
  if (facts.unprovenNotNull) {
    const name = column.notNull?.name ?? notNullName(table.name, column.name)
    const proof: Constraint = { kind: 'check', definition: { name, expression: '', validated: true } }
    return {
      back: words.addNotNullUnproven(table, column, name),
      steps: [provenAgainStep(table, proof, 'expand', context, shown)],
    }
  }
  const guard = notNullGuard(column.name, context)
  const believing = ddlStep({
    phase: 'expand',
    title: `have ${shown} believe its guard on the way back`,
    statements: [],
    inverse: undo([words.setNotNull(table, column, true), words.dropConstraint(table, guard, 'if_there')]),
    reason: 'R4: nothing to do on the way there; on the way back the proven guard spares it the reading, and goes',
  })
  return {
    back: words.addConstraint(table, guard),
    steps: [believing, provenAgainStep(table, guard, 'expand', context, `the guard of ${shown}`)],
  }
}
