import type { ObjectName } from '../model/name.ts'
import type { SchemaObject } from '../model/object.ts'
import { isRoutineKind } from '../model/object-ref.ts'
import { unsignedName } from '../model/objects/routine.ts'
import type { Quarantine } from '../model/step.ts'
import type { PlanContext } from './operation.ts'
import { quarantineName } from './quarantine-name.ts'

/** Where an object goes that is put aside: it stays in its schema, under another name. */
export function objectAside(
  context: PlanContext,
  { kind, name }: SchemaObject,
): { readonly keptAs: ObjectName; readonly quarantine: Quarantine } {
  const within = [kind, name.schema]
  // Only the hash tells functions of one name apart: types that they are called with may be put aside themselves.
  const keptAs = isRoutineKind(kind)
    ? quarantineName(context, unsignedName(name.name), [...within, name.name])
    : quarantineName(context, name.name, within)
  const kept = { schema: name.schema, name: keptAs }
  return { keptAs: kept, quarantine: { kind, name, column: null, keptAs: { name: kept, column: null } } }
}
