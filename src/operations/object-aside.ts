import type { ObjectName } from '../model/name.ts'
import type { SchemaObject } from '../model/object.ts'
import type { Quarantine } from '../model/step.ts'
import type { PlanContext } from './operation.ts'
import { quarantineName } from './quarantine-name.ts'

/** Where an object goes that is put aside: it stays in its schema, under another name. */
export function objectAside(
  context: PlanContext,
  { kind, name }: SchemaObject,
): { readonly keptAs: ObjectName; readonly quarantine: Quarantine } {
  const keptAs = { schema: name.schema, name: quarantineName(context, name.name, [kind, name.schema]) }
  return { keptAs, quarantine: { kind, name, column: null, keptAs: { name: keptAs, column: null } } }
}
