import type { ChangeOf } from '../model/change.ts'
import { inheritedColumns } from '../model/family.ts'
import { type ObjectName, sameName } from '../model/name.ts'
import { attachedIn } from '../model/object-list.ts'
import { defaultBound } from '../model/partition.ts'
import type { Statement } from '../model/statement.ts'
import type { Table } from '../model/table.ts'
import { addedConstraint } from './constraint-comment.ts'
import { guardOf, type KeyTo } from './guard-partition.ts'
import type { StepContext } from './operation.ts'
import { asWhole, counterAside, counterBack, counterOver, description, undescribed } from './partitioned-parts.ts'
import { quarantineName } from './quarantine-name.ts'
import { settled } from './settled.ts'
import { tableStatements } from './table-statements.ts'

export interface Exchange {
  readonly change: ChangeOf<'partition_table'>
  /** As it is before: plain, under its own name. */
  readonly table: Table
  /** What its indexes are called as parts, by the names that they have before. */
  readonly parts: Readonly<Record<string, string>>
  readonly pointing: readonly KeyTo[]
  /** With the state after the exchange. */
  readonly context: StepContext
}

/** The table steps aside, its name and all that it has go to the new one, and it is attached to that. */
export function partitioned(exchange: Exchange): Statement[] {
  const { change, table, parts, context } = exchange
  const { words } = context
  const { name } = table
  const { whole, holder, creates } = change
  const guard = guardOf(context, table, holder)
  return [
    ...lockAll(exchange),
    ...withoutPointers(exchange),
    ...undescribed(table, words),
    ...words.setMarks(name, table.physical.marks, holder.physical.marks),
    ...Object.entries(parts).map(([from, to]) => words.renameIndex(name, from, to)),
    ...table.columns.flatMap((column) => counterAside(name, column, context)),
    ...words.renameTable(name, holder.name),
    ...tableStatements(asWhole(table, whole, context), false, context).map(onEmpty),
    // A sequence can only be a column's of a table with the same owner.
    ...attachedIn(context.desired.objects, { kind: 'table', name })
      .filter(({ kind }) => kind === 'owner')
      .flatMap((owner) => words.objects.create(owner)),
    ...table.columns.flatMap((column) => counterOver(name, holder.name, column, context)),
    ...creates.flatMap((partition) => tableStatements(partition, false, context)).map(onEmpty),
    ...attached(exchange),
    ...(guard === null ? [] : [words.dropConstraint(holder.name, guard)]),
    ...table.foreignKeys.flatMap((definition) => {
      const added = addedConstraint(name, { kind: 'foreign_key', definition }, words)
      return added.map((one) => adopting(one, definition.references.table))
    }),
    ...withPointers(exchange),
  ]
}

/** The other way: rows that are in other partitions by now come back into the table before those go. */
export function plainAgain(exchange: Exchange): Statement[] {
  const { change, table, parts, context } = exchange
  const { words, state } = context
  const { name } = table
  const { holder, creates } = change
  const aside: ObjectName = { ...name, name: quarantineName(context, name.name, ['partitioned', name.schema]) }
  const top = creates.filter(({ partitionOf }) => partitionOf !== null && sameName(partitionOf.table, name))
  const stored = [...table.columns, ...inheritedColumns(state, table)].filter(({ generated }) => generated === null)
  return [
    ...lockAll(exchange),
    ...withoutPointers(exchange),
    ...detached(exchange),
    words.moveRows(
      name,
      holder.name,
      stored.map((column) => column.name),
      'true',
    ),
    ...settled(table, words),
    ...top.map((partition) => words.dropTable(partition.name)),
    ...table.columns.flatMap((column) => counterAside(name, column, context)),
    ...words.renameTable(name, aside),
    ...words.renameTable(holder.name, name),
    ...table.columns.flatMap((column) => counterBack(name, column, context)),
    words.dropTable(aside),
    ...Object.entries(parts).map(([from, to]) => words.renameIndex(name, to, from)),
    ...words.setMarks(name, holder.physical.marks, table.physical.marks),
    ...description(table, words),
    ...withPointers(exchange),
  ]
}

/** Rule 8: all before anything else, what is pointed to first. */
export function lockAll({ table, pointing, context }: Exchange): Statement[] {
  const names = [...referenced(table), table.name, ...pointing.map(({ owner }) => owner.name)]
  const unlike = names.filter((name, at) => names.findIndex((other) => sameName(other, name)) === at)
  return unlike.map((name) => context.words.lockTable(name, 'access_exclusive'))
}

function withoutPointers({ pointing, context }: Exchange): Statement[] {
  return pointing.map(({ owner, definition }) =>
    context.words.dropConstraint(owner.name, { kind: 'foreign_key', definition }),
  )
}

/** NOT VALID, so that no row is read under the lock. */
function withPointers({ pointing, context }: Exchange): Statement[] {
  return pointing.flatMap(({ owner, definition }) =>
    addedConstraint(
      owner.name,
      { kind: 'foreign_key', definition: { ...definition, validated: false } },
      context.words,
    ),
  )
}

/** Only what nothing proves has to be read: a hash, whose rule is told by a table that is not there before. */
function attached({ change: { holder }, context }: Exchange): Statement[] {
  const { partitionOf: to } = holder
  if (to === null) return []
  const reads = to.bound !== defaultBound && (to.proof ?? '') === ''
  return [context.words.attachPartition(holder.name, to, { rest: null, reads, referenced: [], referring: [] })]
}

function detached({ table, change: { holder }, context }: Exchange): Statement[] {
  const { partitionOf: to } = holder
  if (to === null) return []
  const touched = referenced(table).map((one) => ({ table: one, adopted: true }))
  return [
    context.words.detachPartition(
      holder.name,
      to,
      { rest: null, reads: false, referenced: touched, referring: [] },
      false,
    ),
  ]
}

/** R8: it takes over the proven one of the partition, whose triggers on the other table go. */
function adopting(added: Statement, other: ObjectName): Statement {
  return {
    ...added,
    work: 'catalog',
    timeout: 'fast',
    locks: [...added.locks, { mode: 'access_exclusive', relation: other }],
  }
}

function referenced({ foreignKeys }: Table): ObjectName[] {
  return foreignKeys.map(({ references }) => references.table)
}

/** What is new has no row to index, whatever is known of the table whose name it takes. */
function onEmpty(statement: Statement): Statement {
  return statement.work === 'index_build' ? { ...statement, work: 'catalog' } : statement
}
