import { displayName, type ObjectName } from '../model/name.ts'
import type { Phase } from '../model/step.ts'
import { isAnyFilled } from '../model/filled-by-rule.ts'
import { mentions } from '../model/mentions.ts'
import { indexedColumns, type TableIndex, textsOf } from '../model/table-index.ts'
import { isDroppedColumn } from './dropped-columns.ts'
import { indexDuplicates } from './index-duplicates.ts'
import { ddlStep, type Operation, type PlanContext, type StepContext, type StepDraft, undo } from './operation.ts'
import { isPartitioned } from './partitioned-index.ts'
import { editTable, remove } from './schema-edit.ts'
import { goesWithTaker } from './place-taken.ts'

/**
 * Until the gate it serves queries of old versions, and a unique one their ON CONFLICT. Before it goes one that only hurts,
 * the leftover of a build that failed, and one that forbids what a backfill writes.
 */
export const dropIndex: Operation<'drop_index'> = {
  describe: ({ table, index }) => `drop index ${index.name} on ${displayName(table)}`,
  phase: ({ table, index }, context) =>
    index.unique && (!index.valid || isInTheWay(table, index, context)) ? 'expand' : 'contract',
  effect: ({ table, index }, schema) =>
    editTable(schema, table, (now) => ({ ...now, indexes: remove(now.indexes, index.name) })),
  *steps(change, context) {
    if (goesWithTaker(change, context)) return
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
    // A slower query is no failed one, an ON CONFLICT that finds no unique index is.
    noticed: phase === 'contract' && index.unique && index.valid,
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

function isInTheWay(table: ObjectName, index: TableIndex, context: PlanContext): boolean {
  const columns = indexedColumns(index)
  if (columns.some((column) => isDroppedColumn(context, table, column))) return false
  const texts = textsOf(index)
  return isAnyFilled(
    context.changes,
    table,
    (column) => columns.includes(column) || texts.some((text) => mentions(text, column)),
  )
}
