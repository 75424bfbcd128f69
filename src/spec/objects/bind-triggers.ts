import { objectSource } from '../../model/desired.ts'
import { displayName } from '../../model/name.ts'
import type { ObjectRef } from '../../model/object-ref.ts'
import { type Trigger, type TriggerEvent, triggerEvents } from '../../model/objects/trigger.ts'
import type { Binding } from '../binding.ts'
import type { EventsSpec, TriggerSpec } from '../program-content.ts'
import { checkIdentifier } from '../identifiers.ts'
import type { LoadedSpecs } from '../load.ts'
import { tableName } from '../object-names.ts'
import { below, keyOf, type Place } from '../spec-file.ts'
import { parseCall } from './trigger-call.ts'

type TriggerSpecs = Readonly<Record<string, TriggerSpec>>

/** Triggers stand in the table or view they are attached to. */
export function bindTriggers(binding: Binding, specs: LoadedSpecs): Trigger[] {
  const tables = [...binding.tables.values()].flatMap(({ name, spec, place }) =>
    bindGroup(binding, { kind: 'table', name }, spec.triggers ?? {}, place),
  )
  const views = specs.files.flatMap((file) =>
    Object.entries(file.content.views ?? {}).flatMap(([written, spec]) => {
      if (typeof spec !== 'object' || !('query' in spec)) return []
      const name = tableName(written, binding.dialect.defaultSchema)
      const place: Place = { file, path: ['views', written], on: 'key' }
      return bindGroup(binding, { kind: 'view', name }, spec.triggers ?? {}, place)
    }),
  )
  return [...tables, ...views]
}

function bindGroup(binding: Binding, on: ObjectRef, written: TriggerSpecs, owner: Place): Trigger[] {
  return Object.entries(written).flatMap(([name, spec]) => {
    const place = keyOf(below(owner, 'triggers', name))
    const shown = `trigger ${name} on ${displayName(on.name)}`
    if (!binding.facts.objects.includes('trigger')) {
      binding.note(place, 'not-kept', 'SQLite has no triggers that call a function', shown)
      return []
    }
    checkIdentifier(binding, name, place, shown)
    const ref = { kind: 'trigger' as const, name: { schema: on.name.schema, name }, on }
    binding.source(objectSource(ref), place)
    if (spec.renamed_from !== undefined) binding.renamed(ref, spec.renamed_from, below(place, 'renamed_from'))
    return bindTrigger(binding, ref, spec, place, shown)
  })
}

function bindTrigger(
  binding: Binding,
  ref: Pick<Trigger, 'kind' | 'name' | 'on'>,
  spec: TriggerSpec,
  place: Place,
  shown: string,
): Trigger[] {
  const { defaultSchema } = binding.dialect
  const fires = timings.flatMap((timing) => {
    const events = spec[timing]
    return events === undefined ? [] : [{ timing, events }]
  })
  const [first, ...more] = fires
  if (first === undefined || more.length > 0) {
    const help = 'write one of `before:`, `after:` and `instead_of:`, each with its events'
    binding.error(place, 'bad-trigger', `${shown} has to say when it fires, once`, help)
    return []
  }
  const call = parseCall(spec.execute, binding.dialect)
  if (call === null) {
    const help = "write a function and what it is given: `touch_row()` or `audit('orders')`"
    binding.error(below(place, 'execute'), 'bad-trigger', `${shown}: ${spec.execute} is not a call`, help)
    return []
  }
  const constraint = spec.constraint === true
  if (!constraint && (spec.deferrable !== undefined || spec.from !== undefined)) {
    const help = 'add `constraint: true`, or leave `deferrable` and `from` out'
    binding.error(place, 'bad-trigger', `${shown} can be deferred only as a constraint trigger`, help)
  }
  return [
    {
      ...ref,
      comment: spec.comment ?? null,
      timing: first.timing,
      events: eventsOf(first.events),
      columns: spec.of ?? [],
      forEach: spec.for_each ?? (constraint ? 'row' : 'statement'),
      when: spec.when?.trim() ?? null,
      function: call.function,
      arguments: call.arguments,
      constraint: constraint
        ? {
            deferrable: spec.deferrable ?? 'no',
            from: spec.from === undefined ? null : tableName(spec.from, defaultSchema),
          }
        : null,
      referencing: { old: spec.referencing?.old ?? null, new: spec.referencing?.new ?? null },
      enabled: enabledOf(spec.enabled),
    },
  ]
}

const timings = ['before', 'after', 'instead_of'] as const

function eventsOf(written: EventsSpec): TriggerEvent[] {
  return triggerEvents.filter((event) => (typeof written === 'string' ? written === event : written.includes(event)))
}

function enabledOf(written: TriggerSpec['enabled']): Trigger['enabled'] {
  if (typeof written === 'string') return written
  return written === false ? 'disabled' : 'origin'
}
