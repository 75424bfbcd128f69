import type { Move } from '../model/move.ts'
import type { Query, Statement } from '../model/statement.ts'
import type { Table } from '../model/table.ts'

/** The values of columns that go from one table to another (hazards.md 3E). */
export interface MoveWords {
  /** Into the other table: rows of their own in a new one, else into the rows that are there. What has been written there stays. */
  there(move: Move): readonly Statement[]
  /** Back to where they have been, as they are by now. `from`: the table as it comes back; `whole`: with all of its rows. */
  back(move: Move, from: Table, whole: boolean): readonly Statement[]
  /** What the new column of a row should hold, as SQL over the row. */
  value(move: Move, column: string): string
  /** Rows of the new table that hold something which the old one does not: `expect: no_rows`. */
  strays(move: Move, to: Table): Query
  /** Rows in which both places hold a value, and not the same one. `now`: where the values are to be found by then. */
  rivals(move: Move, now: Move): Query
}
