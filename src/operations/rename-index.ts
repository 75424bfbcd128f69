import { ddlStep, type Operation, undo } from './operation.ts'
import { renamedMarks } from './renamed-marks.ts'
import { editTable } from './schema-edit.ts'

export const renameIndex: Operation<'rename_index'> = {
  describe: ({ from, to }) => `rename index ${from} to ${to}`,
  phase: () => 'expand',
  effect: ({ table, from, to }, schema) =>
    editTable(schema, table, (now) => ({
      ...now,
      indexes: now.indexes.map((index) => (index.name === from ? { ...index, name: to } : index)),
      physical: { ...now.physical, marks: renamedMarks(now.physical.marks, from, to) },
    })),

  *steps(change, { words }) {
    const { table, from, to } = change
    yield ddlStep({
      phase: 'expand',
      title: this.describe(change),
      statements: [words.renameIndex(table, from, to)],
      inverse: undo([words.renameIndex(table, to, from)]),
      reason: 'the same index under another name',
    })
  },
}
