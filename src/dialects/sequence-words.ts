import type { Column } from '../model/column.ts'
import type { ObjectName } from '../model/name.ts'
import type { OwnedSequence } from '../model/sequence-options.ts'
import type { Query, Statement } from '../model/statement.ts'
import type { Table } from '../model/table.ts'

/** Sequences that columns own, by the table of the column. */
export interface SequenceWords {
  /** The sequence of a column, owned by it. */
  create(table: ObjectName, column: Column): readonly Statement[]
  /** Ties sequences that were created together with the table to their columns. */
  own(table: Table): readonly Statement[]
  drop(name: ObjectName): Statement
  rename(table: ObjectName, from: string, to: string): Statement
  alter(table: ObjectName, before: OwnedSequence, after: OwnedSequence): readonly Statement[]
  /** Says what it has to say about it, or takes that away. */
  comment(table: ObjectName, sequence: OwnedSequence): Statement
  /** The counter of the sequence, when the new options have no room for it: `expect: no_rows`. */
  outside(table: ObjectName, before: OwnedSequence, after: OwnedSequence): Query
  /** Makes it the column's own, or with null nobody's. */
  setOwner(table: ObjectName, sequence: string, column: string | null): Statement
  /** SQL for the next number of the column's sequence. */
  next(table: ObjectName, column: Column): string
  /** Lets one sequence go on where another one is. */
  carryOn(to: ObjectName, from: ObjectName): Statement
  /** Lets `sequence` go on after the column's highest value and after what the sequences in `from` have reached. */
  advance(table: ObjectName, column: Column, sequence: string, from: readonly string[], highest: Highest): Statement
}

/** How the highest value of a column is found: in an `index`, in all `rows`, or not at all, since a counter `stands` for it. */
export type Highest = 'index' | 'rows' | 'stands'
