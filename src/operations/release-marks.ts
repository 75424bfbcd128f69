import { changeMarks, marksText } from './change-marks.ts'
import { ddlStep, type Operation, undo } from './operation.ts'

/** Before the marked index goes: on the way back it is there again when its mark is put back. */
export const releaseMarks: Operation<'release_marks'> = {
  describe: marksText,
  phase: () => 'expand',
  effect: (change, schema) => changeMarks.effect({ ...change, kind: 'change_marks' }, schema),

  *steps(change, { words }) {
    const { table, before, after } = change
    yield ddlStep({
      phase: 'expand',
      title: this.describe(change),
      statements: words.setMarks(table, before, after),
      inverse: undo(words.setMarks(table, after, before)),
      reason: '1E: the index that has the mark is about to go',
    })
  },
}
