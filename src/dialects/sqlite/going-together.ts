import type { Change } from '../../model/change.ts'
import { nameKey } from '../../model/name.ts'
import { usersIn } from '../../model/usage-index.ts'
import type { recreateDependants } from '../dependants.ts'
import type { LowerContext } from '../dialect.ts'
import { objects } from './words/objects.ts'
import { qualify } from './words/quote.ts'

/** A reader that goes does so together with the view it reads: while it speaks of what is gone, no rename works. */
export function dependantWords(changes: readonly Change[]): Parameters<typeof recreateDependants>[2] {
  const gone = usersIn(
    changes.flatMap((change) => (change.kind === 'drop_object' && change.object.on === null ? [change.object] : [])),
  )
  return {
    ...objects,
    qualify,
    alter: (before, after, schema) => (gone.of(before).size > 0 ? null : objects.alter(before, after, schema)),
  }
}

/** Triggers that would go with their table, only later than another one takes their name. */
export function givenUp(changes: readonly Change[], { actual }: LowerContext): Change[] {
  const gone = new Set(changes.flatMap((change) => (change.kind === 'drop_table' ? [nameKey(change.table.name)] : [])))
  const triggers = new Map(
    actual.objects.flatMap((object) => (object.kind === 'trigger' ? [[nameKey(object.name), object]] : [])),
  )
  return changes.flatMap((change): Change[] => {
    if (change.kind !== 'create_object' || change.object.kind !== 'trigger') return []
    const before = triggers.get(nameKey(change.object.name))
    return before !== undefined && gone.has(nameKey(before.on.name)) ? [{ kind: 'drop_object', object: before }] : []
  })
}
