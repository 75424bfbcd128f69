import type { TableForeignKey } from '../model/change.ts'
import type { Check } from '../model/constraint.ts'
import { allPartitionsOf } from '../model/family.ts'
import { type ObjectName, sameName } from '../model/name.ts'
import type { ReplacedEnum } from '../model/replaced-type.ts'
import type { Swap } from '../model/swap.ts'
import type { Quarantine } from '../model/step.ts'
import { changeCollation } from './change-collation.ts'
import { changeType } from './change-type.ts'
import { usesColumn } from '../model/constraint-columns.ts'
import { asideOf, ddlStep, type Operation, type StepContext, undo } from './operation.ts'
import { renewedRoutines, type Retyped } from './renewed-routines.ts'
import { beforeTypes, behindTypes, replacedText } from './replaced-names.ts'
import { editTable, requireTable } from './schema-edit.ts'
import { fillOf } from './shadow-columns.ts'
import { exchangedColumns } from './swap-column.ts'
import { exchangedForeignKeys, exchangedMembers, primaryKeyOf } from './swap-members.ts'
import { swapNames, syncName } from './swap-names.ts'
import { tablesAtAnyTime } from './tables-at-any-time.ts'
import { exchangedTypes, misfits, withTypes } from './swap-types.ts'

/**
 * Hazards.md 3A step 5 and 3D step 6: the new columns take the names, keys, indexes and foreign keys of the old ones in one
 * transaction that reads no row. The trigger then keeps the old ones in step, until `purge`, so that nothing is lost on
 * the way back.
 */
export const swapColumns: Operation<'swap_columns'> = {
  describe: ({ swaps }) => [...typesOf(swaps).map(replacedText), ...swaps.flatMap(describedColumns)].join(', '),
  phase: () => 'contract',

  effect: ({ swaps }, schema) => {
    const retyped = swaps
      .flatMap(({ table, pairs }) => pairs.map((pair) => ({ kind: 'change_type' as const, table, ...pair })))
      .reduce((now, change) => changeType.effect(change, now), schema)
    return swaps.reduce(
      (now, swap) => editTable(now, swap.table, (table) => ({ ...table, checks: withUnproven(table.checks, swap) })),
      withTypes(retyped, typesOf(swaps)),
    )
  },

  *steps(change, context) {
    const { swaps, foreignKeys } = change
    const { words, state } = context
    const locks = lockedTables(swaps, foreignKeys).map((table) => words.lockTable(table, 'access_exclusive'))
    const keys = exchangedForeignKeys(foreignKeys, context)
    const types = exchangedTypes(typesOf(swaps), context)
    const parts = swaps.map((swap) => {
      const { table } = swap
      return {
        primary: primaryKeyOf(swap, foreignKeys, context),
        columns: exchangedColumns(swap, context),
        members: exchangedMembers(swap, context),
        forward: words.sync.forward(beforeTypes(swap, context), syncName(context, table), swapNames(context, table)),
        backward: words.sync.backward(behindTypes(swap, context), syncName(context, table), swapNames(context, table)),
      }
    })
    yield ddlStep({
      phase: 'contract',
      title: this.describe(change),
      statements: [
        ...locks,
        ...keys.leave,
        ...types.there,
        ...parts.flatMap(({ primary, columns, members }) => [
          ...primary.leave,
          ...columns.there,
          ...primary.take,
          ...members.there,
        ]),
        ...keys.take,
        ...parts.map(({ backward }) => backward),
        ...renewedRoutines(retypedBy(swaps), context),
      ],
      prechecks: [
        ...(typesOf(swaps).length === 0
          ? []
          : [words.types.strangers(typesOf(swaps), tablesAtAnyTime(context), asideOf(change, context))]),
        ...swaps.flatMap((swap) => [
          ...misfits(swap, context),
          words.questions.unfilled(fillOf(swap, context)),
          ...wholeOf(swap.table, context).flatMap((table) =>
            swap.pairs.map(({ before }) => words.questions.boundTo(table, before.name, asideOf(change, context))),
          ),
          ...swap.pairs.map(({ before, after }) =>
            words.questions.lostByConversion(requireTable(state, swap.table), before, after),
          ),
        ]),
      ],
      inverse: undo(
        [
          ...locks,
          ...keys.giveUp,
          ...types.back,
          ...parts
            .toReversed()
            .flatMap(({ primary, columns, members }) => [
              ...members.back,
              ...primary.giveUp,
              ...columns.back,
              ...primary.return,
            ]),
          ...keys.return,
          ...parts.map(({ forward }) => forward),
          ...renewedRoutines(retypedBy(swaps), context),
        ],
        { note: 'the old columns have been kept in step; refused while they cannot hold a value written since' },
      ),
      quarantines: [...swaps.flatMap((swap) => putAside(swap, context)), ...types.kept],
      noticed: true,
      reason:
        'R19, 3A: names change hands in one transaction that reads no row; the old columns stay in step until purge',
    })
  },
}

function describedColumns({ table, pairs, types }: Swap): string[] {
  return pairs.flatMap(({ before, after }) => {
    const images = { table, before, after }
    if (before.type !== after.type) return [changeType.describe({ kind: 'change_type', ...images })]
    return types.length > 0 && before.collation === after.collation
      ? []
      : [changeCollation.describe({ kind: 'change_collation', ...images })]
  })
}

function typesOf(swaps: readonly Swap[]): readonly ReplacedEnum[] {
  return swaps[0]?.types ?? []
}

/** What others point to comes first (hazards.md 0.1); the swaps are in that order already. */
function lockedTables(swaps: readonly Swap[], foreignKeys: readonly TableForeignKey[]): Swap['table'][] {
  const tables = [
    ...swaps.map(({ table }) => table),
    ...foreignKeys.flatMap(({ table, definition }) => [definition.references.table, table]),
  ]
  const parents = tables.filter((table) =>
    foreignKeys.some(({ definition }) => sameName(definition.references.table, table)),
  )
  return [...parents, ...tables].filter((table, at, all) => all.findIndex((other) => sameName(other, table)) === at)
}

function putAside(swap: Swap, context: StepContext): Quarantine[] {
  const { table, pairs } = swap
  const names = swapNames(context, table)
  return [
    ...pairs.map(
      ({ before }): Quarantine => ({
        kind: 'column',
        name: table,
        column: before.name,
        keptAs: { name: table, column: names(before.name).aside },
      }),
    ),
    { kind: 'sync', name: table, column: null, keptAs: { name: syncName(context, table), column: null } },
  ]
}

/** The table and its partitions. */
function wholeOf(table: ObjectName, { state }: StepContext): ObjectName[] {
  return [table, ...allPartitionsOf(state, table).map(({ name }) => name)]
}

function retypedBy(swaps: readonly Swap[]): Retyped[] {
  return swaps.map(({ table, pairs }) => ({ table, columns: pairs.map(({ before }) => before.name) }))
}

/** The new values meet the rule as old ones: the steps that follow prove it. */
function withUnproven(checks: readonly Check[], { pairs }: Swap): Check[] {
  return checks.map((check) =>
    pairs.some(({ before }) => usesColumn({ kind: 'check', definition: check }, before.name))
      ? { ...check, validated: false }
      : check,
  )
}
