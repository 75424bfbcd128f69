import { checksOfParents, inheritedColumns } from '../model/family.ts'
import { displayName, sameName } from '../model/name.ts'
import { ddlStep, type Operation, undo } from './operation.ts'
import { editTable, put } from './schema-edit.ts'

/** Behind the gate: from then on whoever reads the parent does not read the rows of this table. Its columns stay, as its own. */
export const stopInheriting: Operation<'stop_inheriting'> = {
  describe: ({ table, parent }) => `let ${displayName(table)} no longer inherit from ${displayName(parent)}`,
  phase: () => 'contract',
  effect: ({ table, parent }, schema) =>
    editTable(schema, table, (now) => {
      const alone = { ...now, inherits: [parent] }
      return {
        ...now,
        columns: [...now.columns, ...inheritedColumns(schema, alone)],
        checks: checksOfParents(schema, alone).reduce((checks, check) => put(checks, check), [...now.checks]),
        inherits: now.inherits.filter((other) => !sameName(other, parent)),
      }
    }),

  *steps(change, { words }) {
    const { table, parent } = change
    yield ddlStep({
      phase: 'contract',
      title: this.describe(change),
      statements: [words.stopInheriting(table, parent)],
      inverse: undo([words.inherit(table, parent)]),
      noticed: true,
      reason: 'no longer in the specs; the columns stay, no row is read',
    })
  },
}
