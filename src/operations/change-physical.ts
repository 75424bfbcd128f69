import type { Words } from '../dialects/words.ts'
import { type Column, usualColumn } from '../model/column.ts'
import { displayName, type ObjectName } from '../model/name.ts'
import type { Statement } from '../model/statement.ts'
import { ddlStep, type Operation, undo } from './operation.ts'
import { editColumn } from './schema-edit.ts'

/** For values written, and statistics taken, from now on: nothing that is there is touched (hazards.md 1A). */
export const changePhysical: Operation<'change_physical'> = {
  describe: ({ table, after }) => `change how ${displayName(table)}.${after.name} is kept`,
  phase: () => 'expand',
  effect: ({ table, after }, schema) =>
    editColumn(schema, table, after.name, (column) => ({ ...column, physical: after.physical })),

  *steps(change, { words }) {
    const { table, before, after } = change
    const retypedBefore = { ...before, type: after.type }
    yield ddlStep({
      phase: 'expand',
      title: this.describe(change),
      statements: words.setPhysical(table, retypedBefore, after),
      inverse: undo(words.setPhysical(table, after, retypedBefore)),
      reason: '1A: old values keep their form; no row is read or written',
    })
  },
}

/** What makes a column that has just come, or has just changed its type, be kept as it should. */
export function physicalOf(table: ObjectName, column: Column, words: Words): readonly Statement[] {
  return words.setPhysical(table, { ...column, physical: usualColumn }, column)
}

/** ALTER COLUMN … TYPE takes storage and compression back to the type's own; this gives the old type its old ones. */
export function keptAgain(table: ObjectName, column: Column, words: Words): readonly Statement[] {
  const { storage, compression } = usualColumn
  return words.setPhysical(table, { ...column, physical: { ...column.physical, storage, compression } }, column)
}
