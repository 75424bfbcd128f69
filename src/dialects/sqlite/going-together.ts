import type { Change } from '../../model/change.ts'
import { nameKey, sameName } from '../../model/name.ts'
import { uses } from '../../model/object-uses.ts'
import type { recreateDependants } from '../dependants.ts'
import type { LowerContext } from '../dialect.ts'
import { objects } from './words/objects.ts'
import { qualify } from './words/quote.ts'

/** A reader that goes does so together with the view it reads: while it speaks of what is gone, no rename works. */
export function dependantWords(changes: readonly Change[]): Parameters<typeof recreateDependants>[2] {
  const gone = changes.flatMap((change) => (change.kind === 'drop_object' ? [change.object] : []))
  return {
    ...objects,
    qualify,
    alter: (before, after, schema) =>
      gone.some((one) => one.on === null && uses(one, before)) ? null : objects.alter(before, after, schema),
  }
}

/** Triggers that would go with their table, only later than another one takes their name. */
export function givenUp(changes: readonly Change[], { actual }: LowerContext): Change[] {
  const gone = changes.flatMap((change) => (change.kind === 'drop_table' ? [nameKey(change.table.name)] : []))
  return changes.flatMap((change): Change[] => {
    if (change.kind !== 'create_object' || change.object.kind !== 'trigger') return []
    const { name } = change.object
    const before = actual.objects.find((one) => one.kind === 'trigger' && sameName(one.name, name))
    const on = before?.on ?? null
    return before !== undefined && on !== null && gone.includes(nameKey(on.name))
      ? [{ kind: 'drop_object', object: before }]
      : []
  })
}
