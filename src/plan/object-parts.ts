import type { Change } from '../model/change.ts'
import { innerChanges, madeBy, typesReplacedBy } from '../model/changes-of.ts'
import { sameName } from '../model/name.ts'
import { type ObjectRef, refKey } from '../model/object-ref.ts'
import type { SchemaObject } from '../model/object.ts'
import { refOf } from '../model/replaced-type.ts'
import { ownedSequences, type Table } from '../model/table.ts'
import { carriedBy } from '../operations/carried-away.ts'

/** What is there, or is as it will be, only after the change. */
export function createdBy(change: Change): readonly SchemaObject[] {
  switch (change.kind) {
    case 'rename_object':
      return [{ ...change.object, name: change.to }]
    case 'recreate_objects':
      return [...madeBy(change), ...change.around.flatMap(createdBy)]
    default:
      return madeBy(change)
  }
}

/** What has its name from the change. */
export function renamedBy(change: Change): ReadonlySet<string> {
  const inner = change.kind === 'recreate_objects' ? change.around : [change]
  return new Set(
    inner.flatMap((one) => (one.kind === 'rename_object' ? [refKey({ ...one.object, name: one.to })] : [])),
  )
}

export function droppedBy(change: Change): readonly SchemaObject[] {
  if (change.kind === 'drop_object') return [change.object]
  return change.kind === 'recreate_objects' ? [...change.drops, ...change.around.flatMap(droppedBy)] : []
}

export interface Shape {
  readonly table: ObjectRef
  /** Null: the whole table. */
  readonly column: string | null
}

/** Tables and columns that are there, or as they will be, only after the change. */
export function shapedBy(change: Change): readonly Shape[] {
  switch (change.kind) {
    case 'create_table':
      return [{ table: { kind: 'table', name: change.table.name }, column: null }, ...sequencesOf(change.table)]
    case 'change_partitions':
      return change.creates.flatMap((table) => [
        { table: { kind: 'table', name: table.name }, column: null },
        ...sequencesOf(table),
      ])
    case 'partition_table':
      return [change.whole, change.holder, ...change.creates].flatMap((table) => [
        { table: { kind: 'table', name: table.name }, column: null },
        ...sequencesOf(table),
      ])
    case 'follow_move':
      return change.move.isSplit
        ? []
        : change.move.columns.map(({ after }) => ({
            table: { kind: 'table', name: change.move.to },
            column: after.name,
          }))
    case 'close_move':
      // Before, its name is a view's.
      return change.move.isSplit ? [{ table: { kind: 'table', name: change.move.to }, column: null }] : []
    case 'rename_table':
      return [{ table: { kind: 'table', name: change.to }, column: null }]
    case 'create_enum':
      return [{ table: { kind: 'enum', name: change.type.name }, column: null }]
    case 'rename_enum':
      return [{ table: { kind: 'enum', name: change.to }, column: null }]
    case 'add_column':
      return [
        { table: { kind: 'table', name: change.table }, column: change.column.name },
        ...sequencesOf({ name: change.table, columns: [change.column] }),
      ]
    case 'change_identity':
    case 'change_sequence':
      return sequencesOf({ name: change.table, columns: [change.after] })
    case 'rename_column':
      return [{ table: { kind: 'table', name: change.table }, column: change.to }]
    case 'change_type':
    case 'change_generated':
    case 'change_collation':
      return [{ table: { kind: 'table', name: change.table }, column: change.after.name }]
    case 'swap_columns':
      return [
        ...typesReplacedBy(change).map((type) => ({ table: refOf(type), column: null })),
        ...change.swaps.flatMap(({ table, pairs }) =>
          pairs.map(({ after }) => ({ table: { kind: 'table' as const, name: table }, column: after.name })),
        ),
      ]
    case 'recreate_objects':
    case 'close_shim':
      return innerChanges(change).flatMap(shapedBy)
    case 'rebuild_table':
      // SQLite's texts know no types.
      return change.changes.filter(({ kind }) => kind === 'add_column').flatMap(shapedBy)
    default:
      return []
  }
}

/** What columns own can be granted once it is there. */
function sequencesOf(table: Pick<Table, 'name' | 'columns'>): readonly Shape[] {
  return ownedSequences(table).map((sequence) => ({ table: sequence, column: null }))
}

/** Tables and columns that are no longer there, by these names, after the change. */
export function removedBy(change: Change, changes: readonly Change[]): readonly Shape[] {
  switch (change.kind) {
    case 'drop_table':
      return [{ table: { kind: 'table', name: change.table.name }, column: null }]
    case 'drop_column':
      return [{ table: { kind: 'table', name: change.table }, column: change.column.name }]
    case 'change_partitions':
      return change.before
        .filter(({ name }) => !change.after.some((other) => sameName(other.name, name)))
        .map(({ name }) => ({ table: { kind: 'table', name }, column: null }))
    case 'move_columns':
    case 'close_move':
      return carriedBy(change.move, changes).flatMap((carried) => removedBy(carried, changes))
    case 'rename_table':
      return [{ table: { kind: 'table', name: change.from }, column: null }]
    case 'rename_column':
      return [{ table: { kind: 'table', name: change.table }, column: change.from }]
    case 'recreate_objects':
      return change.around.flatMap((inner) => removedBy(inner, changes))
    case 'rebuild_table':
      return change.changes.flatMap((inner) => removedBy(inner, changes))
    default:
      return []
  }
}
