import type { Words } from '../dialects/words.ts'
import { columnsOfParents } from '../model/family.ts'
import type { Statement } from '../model/statement.ts'
import { type Table, usualTable } from '../model/table.ts'
import { physicalOf } from './change-physical.ts'
import { constraintComment } from './constraint-comment.ts'
import { constraintsOf } from './constraints-of.ts'
import type { PlanContext, StepContext } from './operation.ts'
import { sequenceComment } from './sequence-comment.ts'

/**
 * A new table with its indexes and comments. `alone`: a partition that is a table of its own at first, with what its table
 * has, and is attached later.
 */
export function tableStatements(table: Table, alone: boolean, context: StepContext): Statement[] {
  const { words } = context
  return [
    ...(alone
      ? [words.createPartition(table), ...ownColumns(table, context)]
      : [words.createTable(table), ...withoutDefault(table, context)]),
    ...words.sequences.own(table),
    ...tableComments(table, words),
    ...table.indexes.flatMap((index) => [
      words.createIndex(table.name, index, false),
      ...(index.comment === null
        ? []
        : [
            words.comment(
              { kind: 'index', table: table.name, name: { ...table.name, name: index.name } },
              index.comment,
            ),
          ]),
    ]),
    ...table.columns.flatMap((column) => physicalOf(table.name, column, words)),
    ...words.setMarks(table.name, usualTable.marks, table.physical.marks),
  ]
}

/** What a partition has of its own that no clause of LIKE or PARTITION OF gives it: defaults and NOT NULL that differ. */
function ownColumns(table: Table, { words }: PlanContext): Statement[] {
  return table.columns.flatMap((column) => [
    words.setDefault(table.name, column.name, column.default),
    ...(column.nullable ? [] : [words.setNotNull(table.name, column, false)]),
  ])
}

/** A column that the table defines itself has the default of its parents' all the same, unless it is taken away. */
function withoutDefault(table: Table, { words, state }: StepContext): Statement[] {
  const passed = columnsOfParents(state, table)
  return table.columns
    .filter(({ name, default: own, identity, generated }) => {
      const from = passed.find((column) => column.name === name)
      const has = from !== undefined && from.generated === null && (from.default !== null || from.identity === 'serial')
      return has && own === null && identity === null && generated === null
    })
    .map(({ name }) => words.setDefault(table.name, name, null))
}

function tableComments(table: Table, words: Words): Statement[] {
  return [
    ...(table.comment === null ? [] : [words.comment({ kind: 'table', name: table.name }, table.comment)]),
    ...table.columns.flatMap((column) => sequenceComment(table.name, column, words)),
    ...table.columns
      .filter(({ comment }) => comment !== null)
      .map(({ name, comment }) => words.comment({ kind: 'column', table: table.name, name }, comment)),
    ...constraintsOf(table).flatMap((constraint) => constraintComment(table.name, constraint, words)),
  ]
}
