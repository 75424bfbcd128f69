import type { Backfill } from '../model/backfill.ts'
import type { Column } from '../model/column.ts'
import { displayName } from '../model/name.ts'
import type { Swap } from '../model/swap.ts'
import { keyOf } from './batch-key.ts'
import { addedColumn } from './column-dependents.ts'
import { buildIndexStep, buildIndexSteps } from './index-steps.ts'
import { backingIndex } from './backing-index.ts'
import { offenders } from './offenders.ts'
import { indexDuplicates } from './index-duplicates.ts'
import { notNullSteps } from './not-null-steps.ts'
import {
  ddlStep,
  type Operation,
  type PlanContext,
  type StepContext,
  type StepDraft,
  undo,
  undoNothing,
} from './operation.ts'
import { hasStandingPartitions, partSteps } from './partitioned-index.ts'
import { asideText, beforeTypes } from './replaced-names.ts'
import { requireTable } from './schema-edit.ts'
import {
  memberNames,
  shadowedIndex,
  swapNames,
  syncName,
  touchedIndexes,
  touches,
  requiredNames,
} from './swap-names.ts'
import { partBase, wholeKey } from './swap-members.ts'
import { misfits } from './swap-types.ts'

/**
 * R19, hazards.md 3A steps 1 to 3: new columns beside the old ones, kept in step by a trigger for every row written, by
 * batches for the others; then everything that they need to take the place of the old ones, built beside readers and
 * writers. Indexes come after the batches, which would otherwise write each of them for every row (4D).
 */
export const shadowColumns: Operation<'shadow_columns'> = {
  describe: ({ swap }) => `keep ${columnList(swap)} in step with new columns`,
  phase: () => 'validate',
  effect: (_change, schema) => schema,

  *steps({ table, swap }, context) {
    const { words, state } = context
    const now = requireTable(state, table)
    const names = swapNames(context, table)
    const sync = syncName(context, table)
    const beside = beforeTypes(swap, context)
    const lost = misfits(swap, context)
    yield ddlStep({
      phase: 'expand',
      title: `add ${newColumns(swap, context)}, kept in step with the old by a trigger`,
      statements: [
        ...beside.pairs.flatMap(({ before, after }) =>
          addedColumn(table, bareColumn(before, after, names(before.name).shadow), words),
        ),
        ...words.sync.create(beside, sync, names),
      ],
      // Values that new types do not have may be there until the exchange: old versions write them, backfills take them away.
      prechecks: swap.pairs.map(({ before, after }) => words.questions.lostByConversion(now, before, after)),
      inverse: undo(
        [
          ...words.sync.drop(swap, sync),
          ...swap.pairs.map(({ before }) => words.dropColumn(table, names(before.name).shadow)),
        ],
        { note: 'the old columns have all values' },
      ),
      reason: 'R19, 3A: beside the old ones, without a default and empty, so no row is touched',
    })
    yield fill(swap, context)
    // What a new type lacks is NULL in it, and old versions may write that until the gate.
    for (const { before } of swap.pairs) {
      const shadow = names(before.name).shadow
      if (before.nullable) continue
      const { notNull: _own, ...bare } = before
      const name = requiredNames(context, table, before).shadow
      const notNull = context.facts.unprovenNotNull ? { notNull: { name } } : {}
      const required = { ...bare, ...notNull, name: shadow }
      for (const step of notNullSteps(table, required, lost.length === 0 ? 'validate' : 'contract', context))
        yield { ...step, prechecks: [...lost, ...step.prechecks] }
    }
    yield* keySteps(swap, context)
    const touched = touchedIndexes(now.indexes, swap)
    for (const index of touched) {
      const built = shadowedIndex(index, swap, context)
      const duplicates = indexDuplicates(table, built, context)
      yield* buildIndexSteps(table, built, 'validate', context, duplicates, partBase(index.name, swap, context))
    }
    yield ddlStep({
      phase: 'validate',
      title: `refresh statistics of ${newColumns(swap, context)}`,
      statements: [
        // Only ANALYZE of all columns looks at what indexes compute (R13).
        words.analyze(
          table,
          touched.some(({ keys }) => keys.some(({ on }) => 'expression' in on))
            ? []
            : swap.pairs.map(({ before }) => names(before.name).shadow),
        ),
      ],
      inverse: undoNothing('statistics harm nobody'),
      reason: '1B: the planner has to know the new columns before they are in use',
    })
  },
}

/** What finds the rows that the trigger has not met, and fills them. */
export function fillOf(swap: Swap, context: PlanContext): Backfill {
  const { words } = context
  const names = swapNames(context, swap.table)
  const column = (name: string): string => `${words.quote(swap.table.name)}.${words.quote(name)}`
  const parts = beforeTypes(swap, context).pairs.map(({ before, after }) => {
    const value = column(before.name)
    const converted = words.sync.converted(value, before, after)
    // One row may hold what fits in one column and what does not in another.
    const misfit = words.types.misfit(value, before.type, swap.types)
    return {
      column: names(before.name).shadow,
      expression: misfit === null ? converted : `case when not (${misfit}) then ${converted} end`,
      where: `(${value} is not null and ${column(names(before.name).shadow)} is null${misfit === null ? '' : ` and not (${misfit})`})`,
    }
  })
  return {
    name: swap.pairs.map(({ after }) => `${after.name}_as_${after.type}`).join('_'),
    table: swap.table,
    set: parts.map(({ column: shadow, expression }) => ({ column: shadow, expression })),
    where: parts.map(({ where }) => where).join(' or '),
    batch: { rows: 1000, targetMs: 200 },
  }
}

function fill(swap: Swap, context: StepContext): StepDraft {
  const backfill = fillOf(swap, context)
  return {
    phase: 'backfill',
    title: `fill ${newColumns(swap, context)}`,
    action: { kind: 'backfill', backfill, key: keyOf(requireTable(context.state, swap.table)), archive: null },
    prechecks: [],
    verify: [context.words.questions.unfilled(backfill)],
    inverse: undoNothing('the new columns go away with their values'),
    quarantines: [],
    noticed: false,
    reason: '3A: old rows in batches, each in a transaction of its own',
  }
}

const wayBack = '3D: what the primary key is made of again on the way back'

/** Keys become indexes first, and constraints when the columns are exchanged. */
function* keySteps(swap: Swap, context: StepContext): Iterable<StepDraft> {
  const { table } = swap
  const now = requireTable(context.state, table)
  const keys = [
    ...(now.primaryKey === null ? [] : [{ kind: 'primary_key' as const, definition: now.primaryKey }]),
    ...now.uniques.map((definition) => ({ kind: 'unique' as const, definition })),
  ].filter(({ definition }) => touches(swap, [...definition.columns, ...(definition.include ?? [])]))
  for (const key of keys) {
    const { definition, kind } = key
    const index = shadowedIndex(backingIndex(definition, definition.name), swap, context)
    if (hasStandingPartitions(context, table)) {
      yield* partSteps(
        wholeKey(swap, key, 'shadow', context),
        index,
        'validate',
        context,
        offenders(table, key, context),
      )
      if (kind === 'primary_key') {
        for (const step of partSteps(
          wholeKey(swap, key, 'aside', context),
          backingIndex(definition, ''),
          'validate',
          context,
          [],
        ))
          yield { ...step, reason: wayBack }
      }
      continue
    }
    yield buildIndexStep(table, index, 'validate', context, offenders(table, key, context))
    // A table has but one primary key: the way back needs an index that it can be made of again.
    if (kind === 'primary_key') {
      yield {
        ...buildIndexStep(
          table,
          backingIndex(definition, memberNames(context, table, definition.name).aside),
          'validate',
          context,
        ),
        reason: wayBack,
      }
    }
  }
}

/** Nothing may make a row look as if the new column had been given a value. */
function bareColumn(before: Column, after: Column, name: string): Column {
  const { notNull: _later, ...rest } = after
  return {
    ...rest,
    name,
    nullable: true,
    default: null,
    identity: null,
    sequence: null,
    generated: null,
    comment: before.comment,
    physical: { ...before.physical, storage: null, compression: null },
  }
}

export function columnList({ table, pairs }: Swap): string {
  return pairs.map(({ before }) => `${displayName(table)}.${before.name}`).join(', ')
}

function newColumns({ table, pairs, types }: Swap, context: PlanContext): string {
  return pairs
    .map(({ before, after }) => {
      if (asideText(after.type, types, 'next', context) !== after.type)
        return `${displayName(table)}.${after.name} of the new ${after.type}`
      const collated = before.type === after.type ? ` with collation ${after.collation ?? 'of its type'}` : ''
      return `${displayName(table)}.${after.name} as ${after.type}${collated}`
    })
    .join(', ')
}
