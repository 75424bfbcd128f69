import type { SchemaObject } from '../../model/object.ts'
import { unsignedName } from '../../model/objects/routine.ts'
import { qualify } from './words/quote.ts'

/** Whether the function is what the trigger calls. */
export function calls(trigger: SchemaObject, { kind, name }: SchemaObject): boolean {
  return (
    trigger.kind === 'trigger' &&
    trigger.action.kind === 'call' &&
    kind === 'function' &&
    trigger.action.function === qualify({ ...name, name: unsignedName(name.name) })
  )
}
