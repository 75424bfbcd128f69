import type { Backfill } from '../model/backfill.ts'
import type { Column } from '../model/column.ts'
import type { ObjectName } from '../model/name.ts'
import type { Statement } from '../model/statement.ts'
import type { Swap } from '../model/swap.ts'

/** What the columns of a swap are called while they are not in use. */
export interface SwapNames {
  /** The new column, until it takes the place of the old one. */
  readonly shadow: string
  /** The old column, once it has given up its place. */
  readonly aside: string
}

/** The trigger that fills rows by the rule of a backfill as they are written, by the name of its function. */
export interface FillingWords {
  start(backfill: Backfill, name: ObjectName): readonly Statement[]
  stop(backfill: Backfill, name: ObjectName): readonly Statement[]
}

/** The trigger that keeps two columns in step, by the name of its function (hazards.md 3A). */
export interface SyncWords {
  create(swap: Swap, name: ObjectName, names: (column: string) => SwapNames): readonly Statement[]
  /** From the old columns into the new ones again. */
  forward(swap: Swap, name: ObjectName, names: (column: string) => SwapNames): Statement
  /** From the columns that are in use now into the old ones. */
  backward(swap: Swap, name: ObjectName, names: (column: string) => SwapNames): Statement
  drop(swap: Swap, name: ObjectName): readonly Statement[]
  /** Those of the table that speak of the column go on by its new name. */
  follow(table: ObjectName, from: string, to: string): readonly Statement[]
  /** The value, which is SQL, in the other type, as an assignment makes it. */
  converted(value: string, from: Column, to: Column): string
  /** Whatever there is left of it. */
  discard(name: ObjectName): readonly Statement[]
}
