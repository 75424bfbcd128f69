import { multimap } from '../lib/multimap.ts'
import type { Change, ChangeOf } from '../model/change.ts'
import { codeOf } from '../model/code.ts'
import type { SchemaObject } from '../model/object.ts'
import { isRoutineKind } from '../model/object-ref.ts'
import { bareName, wordsOf } from '../model/object-words.ts'

/**
 * Finds the positions of what a routine that is there, and in use, speaks of from now on: it would fail until that has come.
 * What is made of the routine itself cannot come first.
 */
export function codeNeeds(changes: readonly Change[]): (change: Change) => Iterable<number> {
  const brought = multimap<string, number>()
  for (const [position, change] of changes.entries()) {
    const name = broughtBy(change)
    if (name !== null) brought.add(name, position)
  }
  return function* (change) {
    const code = change.kind === 'alter_object' ? codeOf(change.after) : null
    if (change.kind !== 'alter_object' || code === null) return
    for (const word of wordsOf({ code })) {
      for (const position of brought.of(word)) {
        const other = changes[position]
        if (other !== undefined && !wordsOf(other).has(bareName(change.after))) yield position
      }
    }
  }
}

function broughtBy(change: Change): string | null {
  switch (change.kind) {
    case 'add_column':
      return change.column.name
    case 'create_table':
      return change.table.name.name
    case 'create_object':
      return change.object.on === null ? bareName(change.object) : null
    default:
      return null
  }
}

/** The routines that a new trigger calls, as they will be. */
export function calledBy(
  change: ChangeOf<'create_object'>,
  changes: readonly Change[],
  objects: readonly SchemaObject[],
): readonly SchemaObject[] {
  const { object } = change
  if (object.kind !== 'trigger' || object.action.kind !== 'call') return []
  const words = wordsOf({ called: object.action.function })
  const coming = changes.flatMap((one) =>
    one.kind === 'create_object' ? [one.object] : one.kind === 'alter_object' ? [one.after] : [],
  )
  return [...coming, ...objects].filter((one) => isRoutineKind(one.kind) && words.has(bareName(one)))
}
