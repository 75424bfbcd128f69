import { sortByDependency } from '../lib/graph.ts'
import type { Change } from '../model/change.ts'
import { type ObjectRef, refKey } from '../model/object-ref.ts'
import type { SchemaObject } from '../model/object.ts'
import { ownedSequences, type Table } from '../model/table.ts'
import { bareName, isUnspoken, uses, usesColumn, wordsOf } from '../model/object-uses.ts'

/**
 * Brings changes into an order in which every object finds what it is made of, and nothing goes before what is made of
 * it; free ones keep theirs. `after` tells what a change has to come after, for the phases.
 */
export function inObjectOrder(changes: readonly Change[]): {
  readonly ordered: readonly Change[]
  readonly after: (change: Change) => readonly Change[]
} {
  if (!changes.some(isObjectChange)) return { ordered: changes, after: () => [] }
  const objectChanges = changes.filter(isObjectChange)
  const before = new Map<Change, Change[]>()
  for (const change of changes) {
    // Between two changes of tables nothing is decided here.
    const others = isObjectChange(change) ? changes : objectChanges
    before.set(
      change,
      others.filter((other) => other !== change && comesAfter(change, other)),
    )
  }
  const key = new Map(changes.map((change, position) => [change, String(position)]))
  const after = (change: Change): readonly Change[] => before.get(change) ?? []
  const ordered = sortByDependency(
    changes,
    (change) => key.get(change) ?? '',
    (change) => after(change).map((other) => key.get(other) ?? ''),
  )
  return { ordered, after }
}

function isObjectChange({ kind }: Change): boolean {
  return kind.endsWith('_object') || kind === 'recreate_objects'
}

/** True when `change` needs what `other` brings, or takes what `other` lets go of. */
function comesAfter(change: Change, other: Change): boolean {
  return needs(change, other) || releases(change, other)
}

/** What `other` brings or reshapes is spoken of by what `change` leaves behind. */
function needs(change: Change, other: Change): boolean {
  const [own, named] = [renamedBy(change), renamedBy(other)]
  // A new name asks for nothing but the old one.
  const made = createdBy(change).filter((object) => !own.has(refKey(object)))
  const brought = createdBy(other)
  // What speaks the new name waits for the rename, the object itself not least.
  if ([...made, ...droppedBy(change)].some((object) => named.has(refKey(object)))) return true
  if (made.length > 0) {
    // It takes the place of what goes.
    if (droppedBy(other).some((gone) => made.some((object) => refKey(gone) === refKey(object)))) return true
    if (brought.some((ref) => made.some((object) => uses(object, ref)))) return true
    return shapedBy(other).some(({ table, column }) =>
      made.some((object) => (column === null ? uses(object, table) : usesColumn(object, table, column))),
    )
  }
  // A table's default may call a function, a column may be of a domain.
  const additions = (change.kind === 'recreate_objects' ? change.around : [change]).filter(isAddition)
  return brought.some((ref) => !isUnspoken(ref) && additions.some((one) => wordsOf(one).has(bareName(ref))))
}

/** What `other` takes away or reshapes has used what `change` removes. */
function releases(change: Change, other: Change): boolean {
  const gone = change.kind === 'drop_object' ? [change.object] : []
  if (gone.length > 0) {
    const users = [...droppedBy(other), ...(other.kind === 'alter_object' ? [other.before] : [])]
    if (users.some((user) => gone.some((object) => uses(user, object)))) return true
    return (
      isRemoval(other) &&
      gone.some((object) => !isUnspoken(object) && wordsOf(other).has(bareName(object)) && object.on === null)
    )
  }
  const columns = removedBy(change)
  const users = [...droppedBy(other), ...(other.kind === 'alter_object' ? [other.before] : [])]
  return columns.some(({ table, column }) =>
    users.some((user) => (column === null ? uses(user, table) : usesColumn(user, table, column))),
  )
}

function createdBy(change: Change): readonly SchemaObject[] {
  switch (change.kind) {
    case 'create_object':
      return [change.object]
    case 'alter_object':
      return [change.after]
    case 'rename_object':
      return [{ ...change.object, name: change.to }]
    case 'recreate_objects':
      return [...change.creates, ...change.around.flatMap(createdBy)]
    default:
      return []
  }
}

/** What has its name from the change. */
function renamedBy(change: Change): ReadonlySet<string> {
  const inner = change.kind === 'recreate_objects' ? change.around : [change]
  return new Set(
    inner.flatMap((one) => (one.kind === 'rename_object' ? [refKey({ ...one.object, name: one.to })] : [])),
  )
}

function droppedBy(change: Change): readonly SchemaObject[] {
  if (change.kind === 'drop_object') return [change.object]
  return change.kind === 'recreate_objects' ? [...change.drops, ...change.around.flatMap(droppedBy)] : []
}

interface Shape {
  readonly table: ObjectRef
  /** Null: the whole table. */
  readonly column: string | null
}

/** Tables and columns that are there, or as they will be, only after the change. */
function shapedBy(change: Change): readonly Shape[] {
  switch (change.kind) {
    case 'create_table':
      return [{ table: { kind: 'table', name: change.table.name }, column: null }, ...sequencesOf(change.table)]
    case 'change_partitions':
      return change.creates.flatMap((table) => [
        { table: { kind: 'table', name: table.name }, column: null },
        ...sequencesOf(table),
      ])
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
    case 'recreate_objects':
      return change.around.flatMap(shapedBy)
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

function removedBy(change: Change): readonly Shape[] {
  switch (change.kind) {
    case 'drop_table':
      return [{ table: { kind: 'table', name: change.table.name }, column: null }]
    case 'drop_column':
      return [{ table: { kind: 'table', name: change.table }, column: change.column.name }]
    case 'rename_table':
      return [{ table: { kind: 'table', name: change.from }, column: null }]
    case 'rename_column':
      return [{ table: { kind: 'table', name: change.table }, column: change.from }]
    case 'recreate_objects':
      return change.around.flatMap(removedBy)
    case 'rebuild_table':
      return change.changes.flatMap(removedBy)
    default:
      return []
  }
}

function isAddition({ kind }: Change): boolean {
  return !kind.startsWith('drop_') && !kind.startsWith('rename_')
}

function isRemoval({ kind }: Change): boolean {
  return kind.startsWith('drop_') || kind.startsWith('replace_') || kind.startsWith('change_')
}
