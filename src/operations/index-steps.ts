import { displayName, type ObjectName } from '../model/name.ts'
import type { Query } from '../model/statement.ts'
import type { Phase } from '../model/step.ts'
import type { TableIndex } from '../model/table-index.ts'
import { ddlStep, isNewTable, type StepContext, type StepDraft, undo } from './operation.ts'
import { hasStandingPartitions, partitionedIndexSteps } from './partitioned-index.ts'

/** A unique index proves the rows that are there, and those that a backfill writes. */
export function whenBuilt({ unique }: TableIndex): Phase {
  return unique ? 'validate' : 'expand'
}

/** `part`: what the indexes of partitions are called after, behind the partition's name. */
export function* buildIndexSteps(
  table: ObjectName,
  index: TableIndex,
  phase: Phase,
  context: StepContext,
  prechecks: readonly Query[] = [],
  part: string = index.name,
): Iterable<StepDraft> {
  if (hasStandingPartitions(context, table)) {
    yield* partitionedIndexSteps(table, index, phase, context, prechecks, part)
  } else yield buildIndexStep(table, index, phase, context, prechecks)
}

/** CREATE INDEX CONCURRENTLY where the engine has it; a failed build is repaired before the next try (hazards.md 0.5). */
export function buildIndexStep(
  table: ObjectName,
  index: TableIndex,
  phase: Phase,
  context: StepContext,
  prechecks: readonly Query[] = [],
): StepDraft {
  const { words, facts } = context
  const concurrently = facts.concurrentIndexes && !isNewTable(context, table)
  const named = { schema: table.schema, name: index.name }
  return ddlStep({
    phase,
    title: `create ${index.unique ? 'unique ' : ''}index ${index.name} on ${displayName(table)}`,
    statements: [words.createIndex(table, index, concurrently)],
    ...(concurrently ? { probe: { kind: 'index_created', index: named, table } } : {}),
    prechecks,
    inverse: undo(
      [words.dropIndex(table, index.name, concurrently)],
      concurrently ? { probe: { kind: 'index_dropped', index: named, table } } : {},
    ),
    reason: concurrently
      ? 'R13: CONCURRENTLY, beside readers and writers'
      : isNewTable(context, table)
        ? 'a new table: nobody waits'
        : 'this engine has no concurrent form',
  })
}
