import { compareText } from '../../../lib/compare.ts'
import type { SchemaObject } from '../../../model/object.ts'
import { type ObjectRef, refKey } from '../../../model/object-ref.ts'
import type { Schema } from '../../../model/schema.ts'
import { ownedSequences } from '../../../model/table.ts'
import type { Session } from '../../session.ts'
import { creationDefaults } from '../catalog/objects/creation-defaults.ts'

/**
 * Where the specs list the grants of something new, default privileges would add to them or take from them: its owner,
 * even if that is only who creates it, says so.
 */
export async function withCreators(
  session: Session,
  objects: readonly SchemaObject[],
  { tables, enums }: Pick<Schema, 'tables' | 'enums'>,
  actual: Schema,
  governed: ReadonlySet<string>,
): Promise<readonly SchemaObject[]> {
  if (governed.size === 0) return objects
  const defaults = await creationDefaults(session)
  if (defaults === null) return objects
  const owned = new Set(actual.objects.flatMap((one) => (one.kind === 'owner' ? [refKey(one)] : [])))
  const said = new Map(objects.map((one) => [refKey(one), one]))
  const refs: ObjectRef[] = [
    ...objects,
    ...tables.map(({ name }): ObjectRef => ({ kind: 'table', name })),
    ...enums.map(({ name }): ObjectRef => ({ kind: 'enum', name })),
  ]
  const creators = refs.flatMap((on): SchemaObject[] => {
    const head = { kind: 'owner', name: on.name, on: bare(on) } as const
    const clear = governed.has(refKey(on)) && !owned.has(refKey(head)) ? defaults.clear(on) : {}
    if (Object.keys(clear).length === 0) return []
    const declared = said.get(refKey(head))
    if (declared?.kind === 'owner') return [{ ...declared, clear }]
    return [{ ...head, comment: null, role: defaults.role, declared: false, clear }]
  })
  const there = new Set(actual.tables.flatMap(ownedSequences).map(refKey))
  const sequences = tables.flatMap(ownedSequences).filter((ref) => governed.has(refKey(ref)) && !there.has(refKey(ref)))
  const starting = [...creators, ...sequences.flatMap((on) => startingFrom(said, on, defaults.given(on)))]
  const keys = new Set(starting.map(refKey))
  return [...objects.filter((one) => !keys.has(refKey(one))), ...starting].sort((a, b) =>
    compareText(refKey(a), refKey(b)),
  )
}

/**
 * The sequence of a column has no owner to say so: what a role gets by default, and what it is to have, down to nothing.
 */
function startingFrom(
  said: ReadonlyMap<string, SchemaObject>,
  on: ObjectRef,
  given: ReadonlyMap<string, readonly string[]>,
): SchemaObject[] {
  return [...given].map(([role, implicit]): SchemaObject => {
    const head = { kind: 'grant', name: { schema: '', name: role }, on } as const
    const wanted = said.get(refKey(head))
    if (wanted?.kind === 'grant') return { ...wanted, implicit }
    return { ...head, comment: null, privileges: [], grantable: [], columns: {}, implicit, declared: true }
  })
}

function bare({ kind, name, on }: ObjectRef): ObjectRef {
  return on === undefined || on === null ? { kind, name } : { kind, name, on }
}
