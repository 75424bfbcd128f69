import { displayName, sameName } from '../model/name.ts'
import type { Schema } from '../model/schema.ts'
import { ddlStep, type Operation, undo } from './operation.ts'

/** R16, the direct form: behind the gate, since an old application version still uses the old name. */
export const renameTable: Operation<'rename_table'> = {
  describe: ({ from, to }) => `rename table ${displayName(from)} to ${displayName(to)}`,
  phase: () => 'contract',

  effect: ({ from, to }, schema): Schema => ({
    ...schema,
    tables: schema.tables.map((table) => ({
      ...table,
      name: sameName(table.name, from) ? to : table.name,
      foreignKeys: table.foreignKeys.map((key) =>
        sameName(key.references.table, from) ? { ...key, references: { ...key.references, table: to } } : key,
      ),
    })),
  }),

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
