import type { ObjectRef } from '../../model/object-ref.ts'
import { type Trigger, type TriggerEvent, triggerEvents } from '../../model/objects/trigger.ts'
import type { EventsSpec, TriggerSpec } from '../program-content.ts'
import type { Place } from '../spec-file.ts'

/** A trigger of the specs that has something to do on this engine. */
export interface WrittenTrigger {
  readonly name: string
  readonly on: ObjectRef
  readonly spec: TriggerSpec
  readonly timing: Trigger['timing']
  readonly events: EventsSpec
  readonly place: Place
  readonly shown: string
}

/** In the order of the server. */
export function eventsOf({ events }: WrittenTrigger): TriggerEvent[] {
  return triggerEvents.filter((event) => (typeof events === 'string' ? events === event : events.includes(event)))
}
