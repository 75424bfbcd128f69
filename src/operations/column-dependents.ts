import type { Words } from '../dialects/words.ts'
import type { Constraint } from '../model/constraint.ts'
import type { Statement } from '../model/statement.ts'
import type { Table } from '../model/table.ts'
import { constraintsOf } from './constraints-of.ts'
import { mentions } from './mentions.ts'

/** Statements around a change that the engine does not make while something hangs on the columns. */
export interface Around {
  readonly before: readonly Statement[]
  readonly after: readonly Statement[]
}

/** Indexes and constraints on columns that are dropped and come back: DROP COLUMN would take them without a word (1A). */
export function dependentsOf(table: Table, columns: readonly string[], words: Words): Around {
  const named = (text: string): boolean => columns.some((column) => mentions(text, column))
  const indexes = table.indexes.filter(
    ({ include, keys, where }) =>
      include.some((column) => columns.includes(column)) ||
      keys.some(({ on }) => ('column' in on ? columns.includes(on.column) : named(on.expression))) ||
      (where !== null && named(where)),
  )
  const constraints = constraintsOf(table).filter((constraint: Constraint) =>
    constraint.kind === 'check'
      ? named(constraint.definition.expression)
      : constraint.definition.columns.some((column) => columns.includes(column)),
  )
  return {
    before: [
      ...constraints.map((constraint) => words.dropConstraint(table.name, constraint)),
      ...indexes.map((index) => words.dropIndex(table.name, index.name, false)),
    ],
    after: [
      ...indexes.map((index) => words.createIndex(table.name, index, false)),
      ...constraints.map((constraint) => words.addConstraint(table.name, constraint)),
    ],
  }
}

/**
 * PostgreSQL does not change the type of a column that generated ones are computed from (1B): those are dropped, with
 * what hangs on them, and computed again afterwards, all in the same transaction.
 */
export function generatedFrom(table: Table, column: string, words: Words): Around {
  const generated = table.columns.filter(
    (other) => other.name !== column && other.generated !== null && mentions(other.generated.expression, column),
  )
  const around = dependentsOf(table, generated.map(({ name }) => name), words)
  return {
    before: [...around.before, ...generated.map(({ name }) => words.dropColumn(table.name, name))],
    after: [...generated.map((other) => words.addColumn(table.name, other)), ...around.after],
  }
}
