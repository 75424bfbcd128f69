import type { ObjectHead } from '../object-ref.ts'

/** Extended statistics over several columns of a table, or over expressions. */
export interface ExtendedStatistics extends ObjectHead<'statistics'> {
  /** Sorted: the server keeps no order of them. */
  readonly columns: readonly string[]
  readonly expressions: readonly string[]
  /** Sorted; none for a single expression, whose statistics are those of a column. */
  readonly kinds: readonly StatisticsKind[]
  /** Null: the server's default. */
  readonly target: number | null
}

export type StatisticsKind = 'dependencies' | 'mcv' | 'ndistinct'
