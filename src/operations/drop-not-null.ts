import { withNotNull } from '../model/column.ts'
import { displayName } from '../model/name.ts'
import { asNamedBefore, relaxed } from './not-null-steps.ts'
import { ddlStep, type Operation, undo } from './operation.ts'
import { editColumn, requireTable } from './schema-edit.ts'

export const dropNotNull: Operation<'drop_not_null'> = {
  describe: ({ table, before }) => `allow NULL in ${displayName(table)}.${before.name}`,
  phase: () => 'expand',
  effect: ({ table, before }, schema) => editColumn(schema, table, before.name, (column) => withNotNull(column, true)),

  *steps(change, context) {
    const { words, state } = context
    const { table, before } = change
    yield ddlStep({
      phase: 'expand',
      title: this.describe(change),
      statements: relaxed(table, before.name, context),
      inverse: undo([words.setNotNull(table, asNamedBefore(table, before, context), false)], {
        note: 'refused while rows written since hold NULL',
        prechecks: [words.questions.nulls(requireTable(state, table), before.name)],
      }),
      reason: 'R5: relaxing; old versions write values as before',
    })
  },
}
