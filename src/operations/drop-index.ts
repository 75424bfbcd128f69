import { displayName, type ObjectName } from '../model/name.ts'
import type { Phase } from '../model/step.ts'
import type { TableIndex } from '../model/table-index.ts'
import { isDroppedColumn } from './dropped-columns.ts'
import { indexDuplicates } from './index-duplicates.ts'
import { ddlStep, type Operation, type PlanContext, type StepContext, type StepDraft, undo } from './operation.ts'
import { isPartitioned } from './partitioned-index.ts'
import { editTable, remove } from './schema-edit.ts'

/** A unique index is a rule, so letting it go comes early (see drop-constraint-step); a plain one serves old queries until the gate. */
export const dropIndex: Operation<'drop_index'> = {
  describe: ({ table, index }) => `drop index ${index.name} on ${displayName(table)}`,
  phase: ({ table, index }, context) =>
    index.unique && !usesDroppedColumn(table, index, context) ? 'expand' : 'contract',
  effect: ({ table, index }, schema) =>
    editTable(schema, table, (now) => ({ ...now, indexes: remove(now.indexes, index.name) })),
  *steps(change, context) {
    yield* dropIndexSteps(change.table, change.index, this.phase(change, context), this.describe(change), context)
  },
}

/**
 * DROP INDEX CONCURRENTLY where there is one; its inverse builds the index again the same way. A comment goes in a step of
 * its own before, and so comes back in one of its own after: CONCURRENTLY cannot share its transaction.
 */
export function* dropIndexSteps(
  table: ObjectName,
  index: TableIndex,
  phase: Phase,
  title: string,
  context: StepContext,
): Iterable<StepDraft> {
  if (index.comment !== null && index.valid) {
    const on = { kind: 'index' as const, table, name: { schema: table.schema, name: index.name } }
    yield ddlStep({
      phase,
      title: `take the comment off index ${index.name} on ${displayName(table)}`,
      statements: [context.words.comment(on, null)],
      inverse: undo([context.words.comment(on, index.comment)]),
      reason: 'R13: so that it comes back after the index, on the way back',
    })
  }
  yield dropIndexStep(table, index, phase, title, context)
}

function dropIndexStep(
  table: ObjectName,
  index: TableIndex,
  phase: Phase,
  title: string,
  context: StepContext,
): StepDraft {
  const { words, facts } = context
  const whole = isPartitioned(context.state, table)
  const concurrently = facts.concurrentIndexes && !whole
  const named = { schema: table.schema, name: index.name }
  return ddlStep({
    phase,
    title,
    statements: [words.dropIndex(table, index.name, concurrently)],
    ...(concurrently ? { probe: { kind: 'index_dropped', index: named, table } } : {}),
    inverse: index.valid
      ? undo([words.createIndex(table, index, concurrently)], {
          note: whole
            ? 'built again from its definition, under a lock that lets nobody write: a partitioned table has no other form'
            : 'built again from its definition',
          prechecks: indexDuplicates(table, index, context),
          ...(concurrently ? { probe: { kind: 'index_created', index: named, table } } : {}),
        })
      : whole
        ? undo([words.createIndexOnly(table, index)], { note: 'as broken as it was: without parts' })
        : { ...undo([]), action: { kind: 'nothing' }, note: 'it was the broken leftover of a failed build' },
    reason: 'R13: no longer in the specs; the definition is kept for the way back',
  })
}

function usesDroppedColumn(table: ObjectName, index: TableIndex, context: PlanContext): boolean {
  return index.keys.some(({ on }) => 'column' in on && isDroppedColumn(context, table, on.column))
}
