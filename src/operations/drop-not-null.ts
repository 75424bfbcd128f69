import { withNotNull } from '../model/column.ts'
import type { Constraint } from '../model/constraint.ts'
import { displayName } from '../model/name.ts'
import { notNullName } from '../model/object-name.ts'
import { asNamedBefore, relaxed } from './not-null-steps.ts'
import { ddlStep, type Operation, undo } from './operation.ts'
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
    const constraint = named.notNull?.name ?? notNullName(table.name, before.name)
    // Before PostgreSQL 18 it has no form that is proven later.
    const provenAgain = facts.unprovenNotNull && context.isLarge(table) && named.notNull?.validated !== false
    if (provenAgain) {
      const proof: Constraint = { kind: 'check', definition: { name: constraint, expression: '', validated: true } }
      yield provenAgainStep(table, proof, 'expand', context, `NOT NULL of ${displayName(table)}.${before.name}`)
    }
    const back = provenAgain
      ? words.addNotNullUnproven(table, named, constraint)
      : words.setNotNull(table, named, false)
    yield ddlStep({
      phase: 'expand',
      title: this.describe(change),
      statements: relaxed(table, before.name, context),
      inverse: undo([back], {
        note: provenAgain ? unprovenNote : 'refused while rows written since hold NULL',
        prechecks: [words.questions.nulls(requireTable(state, table), before.name)],
      }),
      reason: 'R5: relaxing; old versions write values as before',
    })
  },
}
