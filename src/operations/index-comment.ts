import type { ObjectName } from '../model/name.ts'
import type { Phase } from '../model/step.ts'
import type { TableIndex } from '../model/table-index.ts'
import { ddlStep, type StepContext, type StepDraft, undo } from './operation.ts'

/** The comment of an index that has just been built; CONCURRENTLY cannot share its transaction. */
export function* indexComment(
  table: ObjectName,
  index: TableIndex,
  phase: Phase,
  { words }: StepContext,
): Iterable<StepDraft> {
  if (index.comment === null) return
  const on = { kind: 'index' as const, table, name: { schema: table.schema, name: index.name } }
  yield ddlStep({
    phase,
    title: `comment on index ${index.name}`,
    statements: [words.comment(on, index.comment)],
    inverse: undo([words.comment(on, null)]),
    reason: 'the comment in the spec',
  })
}
