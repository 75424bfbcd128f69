import { displayName, sameName } from '../model/name.ts'
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

  *steps(change, { words }) {
    const { table, parent } = change
    yield ddlStep({
      phase: 'contract',
      title: this.describe(change),
      statements: [words.inherit(table, parent)],
      inverse: undo([words.stopInheriting(table, parent)]),
      noticed: true,
      reason: 'the table has all columns and checks of the other one; no row is read',
    })
  },
}
