import type { Words } from '../dialects/words.ts'
import type { Column } from '../model/column.ts'
import type { Constraint } from '../model/constraint.ts'
import type { ObjectName } from '../model/name.ts'
import type { SchemaObject } from '../model/object.ts'
import type { Statement } from '../model/statement.ts'
import type { IndexMarks, Table } from '../model/table.ts'
import type { TableIndex } from '../model/table-index.ts'
import { physicalOf } from './change-physical.ts'
import { addedConstraint } from './constraint-comment.ts'
import { usesColumn } from '../model/constraint-columns.ts'
import { constraintsOf } from './constraints-of.ts'
import { sequenceComment } from './sequence-comment.ts'
import { mentions } from '../model/mentions.ts'

/** Statements around a change that the engine does not make while something hangs on the columns. */
export interface Around {
  readonly before: readonly Statement[]
  readonly after: readonly Statement[]
}

/** Indexes and constraints on columns that are dropped and come back: DROP COLUMN would take them without a word (1A). */
export function dependentsOf(table: Table, columns: readonly string[], words: Words): Around {
  return membersAround(
    table,
    {
      index: (index) => readsIndex(index, columns),
      constraint: (constraint) => columns.some((column) => usesColumn(constraint, column)),
    },
    words,
  )
}

export function readsIndex({ include, keys, where }: TableIndex, columns: readonly string[]): boolean {
  const named = (text: string): boolean => columns.some((column) => mentions(text, column))
  return (
    include.some((column) => columns.includes(column)) ||
    keys.some(({ on }) => ('column' in on ? columns.includes(on.column) : named(on.expression))) ||
    (where !== null && named(where))
  )
}

interface Members {
  readonly index: (index: TableIndex) => boolean
  readonly constraint: (constraint: Constraint) => boolean
}

/** These indexes and constraints go and come back, with their comments and marks. */
export function membersAround(table: Table, isOne: Members, words: Words): Around {
  const indexes = table.indexes.filter(isOne.index)
  const constraints = constraintsOf(table).filter(isOne.constraint)
  return {
    before: [
      ...constraints.map((constraint) => words.dropConstraint(table.name, constraint)),
      ...indexes.map((index) => words.dropIndex(table.name, index.name, false)),
    ],
    after: [
      ...indexes.flatMap((index) => createdIndex(table.name, index, words)),
      ...constraints.flatMap((constraint) => addedConstraint(table.name, constraint, words)),
      ...words.setMarks(
        table.name,
        withoutMarks(table, [...indexes, ...constraints.map(nameOf)]),
        table.physical.marks,
      ),
    ],
  }
}

/** What is left of a table's marks once these indexes have gone. */
function withoutMarks({ physical: { marks } }: Table, gone: readonly { readonly name: string }[]): IndexMarks {
  const isGone = (index: string): boolean => gone.some(({ name }) => name === index)
  const { replicaIdentity, cluster } = marks
  return {
    replicaIdentity: typeof replicaIdentity === 'object' && isGone(replicaIdentity.index) ? 'nothing' : replicaIdentity,
    cluster: cluster !== null && isGone(cluster) ? null : cluster,
  }
}

function nameOf({ definition }: Constraint): { readonly name: string } {
  return definition
}

/**
 * PostgreSQL does not change the type of a column that generated ones are computed from (1B): those are dropped, with
 * what hangs on them, and computed again afterwards, all in the same transaction.
 */
export function generatedFrom(table: Table, column: string, words: Words): Around {
  const generated = generatedColumns(table, column)
  const around = dependentsOf(
    table,
    generated.map(({ name }) => name),
    words,
  )
  return {
    before: [...around.before, ...generated.map(({ name }) => words.dropColumn(table.name, name))],
    after: [...generated.flatMap((other) => addedColumn(table.name, other, words)), ...around.after],
  }
}

/** The columns that are computed from this one. */
export function generatedColumns(table: Table, column: string): Column[] {
  return table.columns.filter(
    (other) => other.name !== column && other.generated !== null && mentions(other.generated.expression, column),
  )
}

/** A column that comes, or comes back, with its comment and the way its values are kept. */
export function addedColumn(
  table: ObjectName,
  column: Column,
  words: Words,
  objects?: readonly SchemaObject[],
): Statement[] {
  const { name, comment } = column
  return [
    words.addColumn(table, column, objects),
    ...sequenceComment(table, column, words),
    ...(comment === null ? [] : [words.comment({ kind: 'column', table, name }, comment)]),
    ...physicalOf(table, column, words),
  ]
}

function createdIndex(table: ObjectName, index: TableIndex, words: Words): Statement[] {
  const created = words.createIndex(table, index, false)
  const on = { kind: 'index' as const, table, name: { schema: table.schema, name: index.name } }
  return index.comment === null ? [created] : [created, words.comment(on, index.comment)]
}
