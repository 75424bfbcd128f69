import { displayName, type ObjectName } from '../model/name.ts'
import type { Phase } from '../model/step.ts'
import type { TableIndex } from '../model/table-index.ts'
import { ddlStep, isNewTable, type StepContext, type StepDraft, undoNothing } from './operation.ts'

/** R13: until the next ANALYZE the server guesses how many rows have what an index computes. */
export function* indexStatistics(
  table: ObjectName,
  index: TableIndex,
  phase: Phase,
  context: StepContext,
): Iterable<StepDraft> {
  const computes = index.keys.some(({ on }) => 'expression' in on)
  if (!computes || !context.facts.expressionStatistics || isNewTable(context, table)) return
  yield ddlStep({
    phase,
    title: `refresh statistics of ${displayName(table)} for index ${index.name}`,
    statements: [context.words.analyze(table, [])],
    inverse: undoNothing('statistics harm nobody'),
    reason: 'R13: nothing is known of what an index computes until ANALYZE',
  })
}
