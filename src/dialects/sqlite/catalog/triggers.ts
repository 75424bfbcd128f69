import type { ObjectRef } from '../../../model/object-ref.ts'
import type { Trigger } from '../../../model/objects/trigger.ts'
import type { ParsedTrigger } from '../ddl/create-trigger.ts'
import { inMain } from './tables.ts'

/** `resolve` finds a column of what it is on. */
export function triggerFrom(parsed: ParsedTrigger, on: ObjectRef, resolve: (name: string) => string): Trigger {
  return {
    kind: 'trigger',
    name: inMain(parsed.name),
    on,
    comment: null,
    timing: parsed.timing,
    events: [parsed.event],
    columns: parsed.columns.map(resolve),
    forEach: 'row',
    when: parsed.when,
    action: { kind: 'statements', text: parsed.body },
    constraint: null,
    referencing: { old: null, new: null },
    enabled: 'origin',
  }
}
