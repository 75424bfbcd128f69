import { bug } from '../lib/errors.ts'
import type { SwapNames } from '../dialects/trigger-words.ts'
import type { Column } from '../model/column.ts'
import type { ForeignKey } from '../model/constraint.ts'
import { mentions } from '../model/mentions.ts'
import { type ObjectName, sameName } from '../model/name.ts'
import { notNullName } from '../model/object-name.ts'
import { withColumnRenamed } from '../model/renamed-text.ts'
import type { Swap } from '../model/swap.ts'
import { indexedColumns, type TableIndex, textsOf } from '../model/table-index.ts'
import type { PlanContext } from './operation.ts'
import { asideText } from './replaced-names.ts'
import { quarantinedColumn, quarantineName } from './quarantine-name.ts'

/** All of them begin with `_rq_`, so that nobody compares what a change of type has under way (hazards.md 3A). */
export function swapNames(context: PlanContext, table: ObjectName): (column: string) => SwapNames {
  return (column) => ({
    shadow: quarantineName(context, `new_${column}`, ['shadow', table.schema, table.name]),
    aside: quarantinedColumn(context, table, column),
  })
}

/** Of an index or a constraint: the one on the new columns, and the one on the old ones. */
export function memberNames(context: PlanContext, table: ObjectName, member: string): SwapNames {
  return {
    shadow: quarantineName(context, `new_${member}`, ['shadow', table.schema, table.name]),
    aside: quarantineName(context, `old_${member}`, ['aside', table.schema, table.name]),
  }
}

/** Of the NOT NULL constraint, where it has a name. */
export function requiredNames(
  context: PlanContext,
  table: ObjectName,
  column: Column,
): { readonly own: string; readonly shadow: string } {
  const own = column.notNull?.name ?? notNullName(table.name, column.name)
  return { own, shadow: memberNames(context, table, own).shadow }
}

/** Of the function behind the trigger. */
export function syncName(context: PlanContext, table: ObjectName): ObjectName {
  return { schema: table.schema, name: quarantineName(context, 'sync', [table.schema, table.name]) }
}

/** The check that lets the old column be NOT NULL again without a look at the rows. */
export function guardName(context: PlanContext, table: ObjectName, column: string): string {
  return quarantineName(context, `${column}_not_null`, ['guard', table.schema, table.name])
}

/** The list with the new columns in place of the old ones. */
function shadowed(columns: readonly string[], { table, pairs }: Swap, context: PlanContext): string[] {
  const names = swapNames(context, table)
  return columns.map((column) => (pairs.some(({ before }) => before.name === column) ? names(column).shadow : column))
}

export function shadowedIndex(index: TableIndex, swap: Swap, context: PlanContext): TableIndex {
  return {
    ...index,
    name: memberNames(context, swap.table, index.name).shadow,
    comment: null,
    include: shadowed(index.include, swap, context),
    keys: index.keys.map((key) =>
      'column' in key.on
        ? { ...key, on: { column: shadowed([key.on.column], swap, context)[0] ?? '' } }
        : { ...key, on: { expression: shadowedText(key.on.expression, swap, context) } },
    ),
    where: index.where === null ? null : shadowedText(index.where, swap, context),
  }
}

function shadowedText(expression: string, { table, pairs, types }: Swap, context: PlanContext): string {
  const names = swapNames(context, table)
  return pairs.reduce(
    (text, { before }) => {
      const renamed = withColumnRenamed(text, before.name, context.words.quote(names(before.name).shadow))
      if (renamed === null) throw bug(`${before.name} cannot be told from other words in ${text}`)
      return renamed
    },
    asideText(expression, types, 'next', context),
  )
}

export function shadowedForeignKey(
  table: ObjectName,
  key: ForeignKey,
  swaps: readonly Swap[],
  context: PlanContext,
): ForeignKey {
  const through = (on: ObjectName, columns: readonly string[]): readonly string[] => {
    const swap = swaps.find((one) => sameName(one.table, on))
    return swap === undefined ? columns : shadowed(columns, swap, context)
  }
  const { comment, ...rest } = key
  return {
    ...rest,
    name: memberNames(context, table, key.name).shadow,
    columns: through(table, key.columns),
    references: { table: key.references.table, columns: through(key.references.table, key.references.columns) },
    ...(key.onDeleteColumns === undefined ? {} : { onDeleteColumns: through(table, key.onDeleteColumns) }),
  }
}

/** True when one of the columns is exchanged. */
export function touches({ pairs }: Swap, columns: readonly string[]): boolean {
  return pairs.some(({ before }) => columns.includes(before.name))
}

/** Indexes of the table, but for those of constraints, that have one of the columns in them. */
export function touchedIndexes(indexes: readonly TableIndex[], swap: Swap): TableIndex[] {
  return indexes.filter(
    (index) =>
      touches(swap, [...index.include, ...indexedColumns(index)]) ||
      swap.pairs.some(({ before }) => textsOf(index).some((text) => mentions(text, before.name))),
  )
}
