import type { Words } from '../dialects/words.ts'
import { type Column, isIdentity } from '../model/column.ts'
import type { CommentTarget } from '../model/comment-target.ts'
import type { ObjectName } from '../model/name.ts'
import { notNullName } from '../model/object-name.ts'
import type { Statement } from '../model/statement.ts'
import type { Table } from '../model/table.ts'
import { constraintsOf } from './constraints-of.ts'
import type { PlanContext } from './operation.ts'
import { quarantinedSequence } from './quarantine-name.ts'
import { sequenceComment } from './sequence-comment.ts'

/** The partitioned table as it is created: sequences that stay become its columns' own afterwards, foreign keys are adopted. */
export function asWhole(
  table: Table,
  { partitionBy, physical }: Table,
  { words, facts }: Pick<PlanContext, 'words' | 'facts'>,
): Table {
  const columns = facts.unprovenNotNull
    ? table.columns.map((column) => withUsualName(table.name, column))
    : table.columns
  return {
    ...table,
    partitionBy,
    physical,
    foreignKeys: [],
    columns: columns.map((column) =>
      column.sequence === null || isIdentity(column)
        ? column
        : {
            ...column,
            identity: null,
            sequence: null,
            default: column.identity === 'serial' ? words.sequences.next(table.name, column) : column.default,
          },
    ),
  }
}

/** Names of constraints are left to others while the old table has them (PostgreSQL 18), unless they are written. */
function withUsualName({ name }: ObjectName, column: Column): Column {
  if (column.nullable || column.notNull?.name !== undefined) return column
  return { ...column, notNull: { ...column.notNull, name: notNullName(name, column.name) } }
}

/** An identity's sequence makes room for that of the new table; another one becomes nobody's. */
export function counterAside(table: ObjectName, column: Column, context: PlanContext): Statement[] {
  const { words } = context
  const { sequence } = column
  if (sequence === null) return []
  return isIdentity(column)
    ? [words.sequences.rename(table, sequence.name, quarantinedSequence(context, table, sequence.name))]
    : [words.sequences.setOwner(table, sequence.name, null)]
}

/** The numbers go on in the new table, and the old one has none of its own (ATTACH would refuse them from 17 on). */
export function counterOver(table: ObjectName, old: ObjectName, column: Column, context: PlanContext): Statement[] {
  const { words } = context
  const { sequence } = column
  if (sequence === null) return []
  if (!isIdentity(column)) return [words.sequences.setOwner(table, sequence.name, column.name)]
  const aside = { ...old, name: quarantinedSequence(context, table, sequence.name) }
  return [words.sequences.carryOn({ ...table, name: sequence.name }, aside), words.dropIdentity(old, column.name)]
}

/** The table is back under its name, and gets its numbers from the one that is about to go. */
export function counterBack(table: ObjectName, column: Column, context: PlanContext): Statement[] {
  const { words } = context
  const { sequence } = column
  if (sequence === null) return []
  if (!isIdentity(column)) return [words.sequences.setOwner(table, sequence.name, column.name)]
  const aside = { ...table, name: quarantinedSequence(context, table, sequence.name) }
  return [
    words.setIdentity(table, { ...column, identity: null, sequence: null }, column),
    words.sequences.carryOn({ ...table, name: sequence.name }, aside),
    ...sequenceComment(table, column, words),
  ]
}

/** What is said about the table and its parts, and what ANALYZE is told of its columns. */
export function description(table: Table, words: Words): Statement[] {
  return [
    ...comments(table, words, (text) => text),
    ...table.columns.flatMap((column) => words.setPhysical(table.name, unanalyzed(column), column)),
  ]
}

/** Partitions have none of that from their table. */
export function undescribed(table: Table, words: Words): Statement[] {
  return [
    ...comments(table, words, () => null),
    ...table.columns.flatMap((column) => words.setPhysical(table.name, column, unanalyzed(column))),
  ]
}

/** Where something is said now, what is to be said. */
function comments(table: Table, words: Words, become: (text: string) => string | null): Statement[] {
  const { name, comment, columns, indexes } = table
  const said: readonly { readonly on: CommentTarget; readonly text: string | null | undefined }[] = [
    { on: { kind: 'table', name }, text: comment },
    ...columns.map((column) => ({
      on: { kind: 'column' as const, table: name, name: column.name },
      text: column.comment,
    })),
    ...constraintsOf(table).map(({ definition }) => ({
      on: { kind: 'constraint' as const, table: name, name: definition.name },
      text: definition.comment,
    })),
    ...indexes.map((index) => ({
      on: { kind: 'index' as const, table: name, name: { ...name, name: index.name } },
      text: index.comment,
    })),
  ]
  return said.flatMap(({ on, text }) => (typeof text === 'string' ? [words.comment(on, become(text))] : []))
}

function unanalyzed(column: Column): Column {
  return { ...column, physical: { ...column.physical, statistics: null, options: {} } }
}
