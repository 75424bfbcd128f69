import type { StorageOptions } from '../model/column.ts'
import { displayName } from '../model/name.ts'
import { ddlStep, type Operation, undo } from './operation.ts'
import { editTable } from './schema-edit.ts'

export const changeOptions: Operation<'change_options'> = {
  describe: ({ table, before, after }) => `set ${changedOptions(before, after)} of ${displayName(table)}`,
  phase: () => 'expand',
  effect: ({ table, after }, schema) =>
    editTable(schema, table, (now) => ({ ...now, physical: { ...now.physical, options: after } })),

  *steps(change, { words }) {
    const { table, before, after } = change
    yield ddlStep({
      phase: 'expand',
      title: this.describe(change),
      statements: words.setOptions(table, before, after),
      inverse: undo(words.setOptions(table, after, before)),
      reason: '1E: for pages written from now on and for the next vacuum; readers and writers go on',
    })
  },
}

/** Names of the parameters that change. */
export function changedOptions(before: StorageOptions, after: StorageOptions): string {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return names
    .filter((name) => before[name] !== after[name])
    .sort()
    .join(', ')
}
