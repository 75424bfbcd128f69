import { withNotNull } from '../model/column.ts'
import { displayName } from '../model/name.ts'
import { notNullSteps } from './not-null-steps.ts'
import { isNewColumn, type Operation } from './operation.ts'
import { editColumn } from './schema-edit.ts'

/** A column that this plan adds is required only after the gate: older writers do not know it (R3). */
export const setNotNull: Operation<'set_not_null'> = {
  describe: ({ table, before }) => `require ${displayName(table)}.${before.name}`,
  phase: ({ table, before }, context) => (isNewColumn(context, table, before.name) ? 'contract' : 'validate'),
  effect: ({ table, before, after }, schema) =>
    editColumn(schema, table, before.name, (column) => withNotNull(column, false, after.notNull)),
  steps(change, context) {
    return notNullSteps(change.table, change.after, this.phase(change, context), context)
  },
}
