import { displayName, sameName } from '../model/name.ts'
import { pointersTo, type Schema, tableOf, withTable } from '../model/schema.ts'
import { ddlStep, type Operation, undo } from './operation.ts'

/** R16, the direct form: behind the gate, since an old application version still uses the old name. */
export const renameTable: Operation<'rename_table'> = {
  describe: ({ from, to }) => `rename table ${displayName(from)} to ${displayName(to)}`,
  phase: () => 'contract',

  effect: ({ from, to }, schema): Schema => {
    const pointing = pointersTo(schema, from).reduce(
      (now, table) =>
        withTable(now, table, {
          ...table,
          foreignKeys: table.foreignKeys.map((key) =>
            sameName(key.references.table, from) ? { ...key, references: { ...key.references, table: to } } : key,
          ),
        }),
      schema,
    )
    const table = tableOf(pointing, from)
    return table === undefined ? pointing : withTable(pointing, table, { ...table, name: to })
  },

  *steps(change, { words }) {
    yield ddlStep({
      phase: 'contract',
      title: this.describe(change),
      statements: words.renameTable(change.from, change.to),
      inverse: undo(words.renameTable(change.to, change.from)),
      noticed: true,
      reason: 'R16: renamed_from in the spec; views, keys and indexes follow by themselves',
    })
  },
}
