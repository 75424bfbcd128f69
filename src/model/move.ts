import type { Column } from './column.ts'
import type { ForeignKey } from './constraint.ts'
import { isQuarantined, type ObjectName, sameName } from './name.ts'
import type { Table } from './table.ts'

/** Equal in the rows of two tables that belong together. */
export interface MatchedColumns {
  readonly from: string
  readonly to: string
}

/** Columns that go from one table to another, each value to the one row that belongs to its own (hazards.md 3E). */
export interface Move {
  readonly from: ObjectName
  readonly to: ObjectName
  /** As they are where they come from, and as they are going to be. */
  readonly columns: readonly { readonly before: Column; readonly after: Column }[]
  readonly match: readonly MatchedColumns[]
  /** The plan creates `to`: what holds none of the values has no row there. */
  readonly isSplit: boolean
  /** What the specs say; where they say nothing, the dialect decides. */
  readonly online?: boolean
}

/** `table`: the one that stands before and after, with the rows of both. */
export interface MovedColumns {
  readonly table: ObjectName
  readonly move: Move
  /** Why it is not beside the application, where it should be. */
  readonly notOnline?: string
}

/** Columns of either table that the move has nothing to do with, and that hold something of their own. */
export function restOf({ name, columns }: Table, { from, match, columns: moved }: Move): Column[] {
  const isFrom = sameName(name, from)
  const known = new Set([
    ...match.map((pair) => (isFrom ? pair.from : pair.to)),
    ...moved.map(({ before, after }) => (isFrom ? before.name : after.name)),
  ])
  return columns.filter((column) => !known.has(column.name) && column.generated === null && !isQuarantined(column.name))
}

/** Its rows cannot be without those of the other table. */
export function isForeignTo(from: Table, { to, match }: Move): boolean {
  const pairs = match.map((pair) => ({ own: pair.from, other: pair.to }))
  return foreignKeysOn(from, to, pairs).length > 0
}

/** Foreign keys to another table that are made of just these pairs of columns, in any order. */
export function foreignKeysOn(
  { foreignKeys }: Table,
  to: ObjectName,
  pairs: readonly { readonly own: string; readonly other: string }[],
): ForeignKey[] {
  return foreignKeys.filter(
    ({ references, columns }) =>
      sameName(references.table, to) &&
      columns.length === pairs.length &&
      columns.every((column, at) => pairs.some(({ own, other }) => own === column && other === references.columns[at])),
  )
}
