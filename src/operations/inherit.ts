import { displayName, sameName } from '../model/name.ts'
import { asidesToJoin } from './joined-asides.ts'
import { ddlStep, type Operation, undo } from './operation.ts'
import { editTable } from './schema-edit.ts'

/** Behind the gate: from then on whoever reads the parent reads the rows of this table too. */
export const inherit: Operation<'inherit'> = {
  describe: ({ table, parent }) => `let ${displayName(table)} inherit from ${displayName(parent)}`,
  phase: () => 'contract',
  effect: ({ table, parent }, schema) =>
    editTable(schema, table, (now) => ({
      ...now,
      inherits: [...now.inherits.filter((other) => !sameName(other, parent)), parent],
    })),

  *steps(change, context) {
    const { table, parent } = change
    const { words } = context
    const asides = asidesToJoin(table, parent, context)
    yield ddlStep({
      phase: 'contract',
      title: this.describe(change),
      statements: [...asides.map((column) => words.addColumn(table, column)), words.inherit(table, parent)],
      inverse: undo([words.stopInheriting(table, parent), ...asides.map(({ name }) => words.dropColumn(table, name))]),
      noticed: true,
      reason: 'the table has all columns and checks of the other one; no row is read',
    })
  },
}
