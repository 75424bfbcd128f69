import type { Change } from '../../model/change.ts'
import { nameKey, type ObjectName } from '../../model/name.ts'
import type { SchemaObject } from '../../model/object.ts'
import { refKey } from '../../model/object-ref.ts'
import { withDependants } from '../../model/object-uses.ts'
import { emptySchema, type Schema } from '../../model/schema.ts'
import type { recreateDependants } from '../dependants.ts'
import type { LowerContext } from '../dialect.ts'
import { objects } from './words/objects.ts'
import { qualify } from './words/quote.ts'

/**
 * What changes or goes does so together with the view it reads: SQLite compiles all views and triggers anew with each ALTER
 * TABLE, so none may speak of what is gone for a moment.
 */
export function dependantWords(changes: readonly Change[]): Parameters<typeof recreateDependants>[2] {
  const leaving = new Set(
    changes.flatMap((change) => {
      if (change.kind === 'drop_object') return [refKey(change.object)]
      return change.kind === 'alter_object' ? [refKey(change.before)] : []
    }),
  )
  const isAlone = (view: SchemaObject, schema: Schema): boolean => {
    const [, ...readers] = withDependants([view], schema.objects)
    return !readers.some((reader) => leaving.has(refKey(reader)))
  }
  return {
    ...objects,
    qualify,
    alter: (before, after, schema = emptySchema) =>
      isAlone(before, schema) ? objects.alter(before, after, schema) : null,
  }
}

/** Triggers that would go with their table or view, only later than another one takes their name. */
export function givenUp(changes: readonly Change[], { actual }: LowerContext): Change[] {
  const gone = new Set(
    changes.flatMap((change) => {
      if (change.kind === 'drop_table') return [nameKey(change.table.name)]
      return change.kind === 'drop_object' && change.object.on === null ? [nameKey(change.object.name)] : []
    }),
  )
  const leaving = new Map(
    actual.objects.flatMap((object) =>
      object.kind === 'trigger' && gone.has(nameKey(object.on.name)) ? [[nameKey(object.name), object]] : [],
    ),
  )
  return changes.flatMap((change): Change[] => {
    const name = triggerNameTaken(change)
    const object = name === null ? undefined : leaving.get(nameKey(name))
    return object === undefined ? [] : [{ kind: 'drop_object', object }]
  })
}

function triggerNameTaken(change: Change): ObjectName | null {
  if (change.kind === 'create_object') return change.object.kind === 'trigger' ? change.object.name : null
  return change.kind === 'rename_object' && change.object.kind === 'trigger' ? change.to : null
}
