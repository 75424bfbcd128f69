import { objectSource } from '../../model/desired.ts'
import { displayName } from '../../model/name.ts'
import type { ObjectRef } from '../../model/object-ref.ts'
import type { Trigger } from '../../model/objects/trigger.ts'
import type { Binding } from '../binding.ts'
import { at as placeText } from '../declare.ts'
import { checkIdentifier } from '../identifiers.ts'
import type { LoadedSpecs } from '../load.ts'
import { tableName } from '../object-names.ts'
import type { TriggerSpec } from '../program-content.ts'
import { below, keyOf, type Place } from '../spec-file.ts'
import { callingTrigger } from './trigger-call.ts'
import { statementTriggers } from './trigger-statements.ts'
import type { WrittenTrigger } from './written-trigger.ts'

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
  const bound = [...tables, ...views]
  if (binding.dialect.name === 'sqlite') refuseTwins(binding, bound)
  return bound.map(({ trigger }) => trigger)
}

interface Bound {
  readonly trigger: Trigger
  readonly place: Place
}

function bindGroup(binding: Binding, on: ObjectRef, written: TriggerSpecs, owner: Place): Bound[] {
  return Object.entries(written).flatMap(([name, spec]) => {
    const place = keyOf(below(owner, 'triggers', name))
    const shown = `trigger ${name} on ${displayName(on.name)}`
    if (!isDone(binding, spec, place, shown)) return []
    checkIdentifier(binding, name, place, shown)
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
    const one: WrittenTrigger = { name, on, spec, ...first, place, shown }
    const triggers =
      binding.dialect.name === 'postgres' ? callingTrigger(binding, one) : statementTriggers(binding, one)
    return triggers.map((trigger) => {
      binding.source(objectSource(trigger), place)
      return { trigger, place }
    })
  })
}

const timings = ['before', 'after', 'instead_of'] as const

/** A PostgreSQL trigger calls a function, a SQLite trigger has statements of its own. False: it has nothing for this engine. */
function isDone(binding: Binding, { execute, body }: TriggerSpec, place: Place, shown: string): boolean {
  if (execute === undefined && body === undefined) {
    const help = 'write `execute: f()` for PostgreSQL, `body:` for SQLite, or both'
    binding.error(place, 'bad-trigger', `${shown} does not say what it does`, help)
    return false
  }
  if (binding.dialect.name === 'postgres') {
    if (execute === undefined) binding.note(place, 'not-kept', 'PostgreSQL has no triggers with statements', shown)
    return execute !== undefined
  }
  if (body === undefined) binding.note(place, 'not-kept', 'SQLite has no triggers that call a function', shown)
  return body !== undefined
}

/** Names of triggers are unique in a SQLite database, in a table of PostgreSQL. */
function refuseTwins(binding: Binding, bound: readonly Bound[]): void {
  const first = new Map<string, Bound>()
  for (const one of bound) {
    const key = one.trigger.name.name.toLowerCase()
    const twin = first.get(key)
    first.set(key, twin ?? one)
    if (twin === undefined) continue
    const help = `the other one is at ${placeText(twin.place)}: give one another name`
    binding.error(one.place, 'duplicate-name', `SQLite can have one trigger called ${one.trigger.name.name}`, help)
  }
}
