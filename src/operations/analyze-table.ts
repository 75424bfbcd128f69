import { displayName } from '../model/name.ts'
import { ddlStep, type Operation, undoNothing } from './operation.ts'

/** Autovacuum takes statistics of partitions, never of the whole, by which joins and groups over it are planned (manual, ANALYZE). */
export const analyzeTable: Operation<'analyze_table'> = {
  describe: ({ table }) => `gather statistics of ${displayName(table)} as a whole`,
  phase: () => 'validate',
  effect: (_change, schema) => schema,

  *steps(change, { words }) {
    yield ddlStep({
      phase: 'validate',
      title: this.describe(change),
      statements: [words.analyze(change.table, [])],
      inverse: undoNothing('statistics harm nobody'),
      reason: 'R24: nothing is known of the whole until ANALYZE, and autovacuum looks at partitions alone',
    })
  },
}
