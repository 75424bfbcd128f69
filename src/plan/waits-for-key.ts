import type { Change } from '../model/change.ts'
import type { ObjectRef } from '../model/object-ref.ts'
import { type Schema, tableOf } from '../model/schema.ts'
import type { Table } from '../model/table.ts'
import { usersIn } from '../model/usage-index.ts'
import { createdBy, droppedBy } from './object-parts.ts'
import { subjectOf } from './subject.ts'

/**
 * True for a new table with a foreign key to a standing table that has yet to get the key it points to. Where foreign
 * keys come with the table (SQLite), it has to come after that key: until then every write to the parent would fail.
 */
export function waitsForKey(change: Change, actual: Schema): boolean {
  if (change.kind !== 'create_table') return false
  return change.table.foreignKeys.some(({ references }) => {
    const parent = tableOf(actual, references.table)
    return parent !== undefined && !hasKey(parent, references.columns)
  })
}

/** The changes of objects that have to do with new tables that wait, by any distance: asking for one would fetch it before its key. */
export function heldObjects(changes: readonly Change[], waiting: readonly Change[]): ReadonlySet<Change> {
  const held = new Set<Change>()
  const refs: ObjectRef[] = waiting
    .filter(({ kind }) => kind === 'create_table')
    .map((change) => ({ kind: 'table', name: subjectOf(change) }))
  if (refs.length === 0) return held
  const bringing = new Map(changes.flatMap((change) => createdBy(change).map((object) => [object, change] as const)))
  const users = usersIn(bringing.keys())
  // A list that grows while it is walked is walked to its end.
  for (const ref of refs) {
    for (const user of users.of(ref)) {
      const change = bringing.get(user)
      if (change === undefined || held.has(change)) continue
      held.add(change)
      refs.push(...createdBy(change))
    }
  }
  // What goes does not go before what uses it so far.
  const leaving = [...held].flatMap((change) => (change.kind === 'alter_object' ? [change.before] : droppedBy(change)))
  const dropping = changes.filter((change) => change.kind === 'drop_object')
  for (const user of leaving) {
    const using = usersIn([user])
    for (const change of dropping) {
      if (held.has(change) || using.of(change.object).size === 0) continue
      held.add(change)
      leaving.push(change.object)
    }
  }
  return held
}

/** True when a foreign key may point to these columns. */
export function hasKey(parent: Table, columns: readonly string[]): boolean {
  return keysOf(parent).some((key) => sameColumns(key, columns))
}

function keysOf({ primaryKey, uniques, indexes }: Table): (readonly string[])[] {
  return [
    ...(primaryKey === null ? [] : [primaryKey.columns]),
    ...uniques.map(({ columns }) => columns),
    ...indexes
      .filter(({ unique, where }) => unique && where === null)
      .map(({ keys }) => keys.map(({ on }) => ('column' in on ? on.column : ''))),
  ]
}

/** In any order: foreign keys name the columns of a key as they like. */
export function sameColumns(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((column) => b.includes(column))
}
