import type { Trigger } from '../../model/objects/trigger.ts'
import type { Binding } from '../binding.ts'
import { engineText } from '../engine-text.ts'
import { below } from '../spec-file.ts'
import { eventsOf, type WrittenTrigger } from './written-trigger.ts'

/** SQLite: a trigger fires for each row of one event, so several events make as many triggers, each called after its own. */
export function statementTriggers(binding: Binding, one: WrittenTrigger): Trigger[] {
  const { name, on, spec, place, shown } = one
  noteLost(binding, one)
  // One that never fires is one that is not there.
  if (spec.enabled === false || spec.enabled === 'replica') return []
  const events = eventsOf(one).filter((event) => event !== 'truncate')
  const when = spec.when === undefined ? null : engineText(binding, spec.when, below(place, 'when'), `when of ${shown}`)
  const named = (given: string, event: string): string => (events.length > 1 ? `${given}_${event}` : given)
  return events.map((event) => {
    const ref = { kind: 'trigger' as const, name: { schema: on.name.schema, name: named(name, event) }, on }
    const { renamed_from: from } = spec
    if (from !== undefined)
      binding.renamed(ref, from === null ? null : named(from, event), below(place, 'renamed_from'))
    return {
      ...ref,
      comment: null,
      timing: one.timing,
      events: [event],
      columns: event === 'update' ? (spec.of ?? []) : [],
      forEach: 'row',
      when,
      action: { kind: 'statements', text: (spec.body ?? '').trim() },
      constraint: null,
      referencing: { old: null, new: null },
      enabled: 'origin',
    }
  })
}

function noteLost(binding: Binding, one: WrittenTrigger): void {
  const { spec, place, shown } = one
  const note = (key: string, kind: string): void => binding.note(below(place, key), 'not-kept', kind, shown)
  if (spec.comment !== undefined) note('comment', 'SQLite keeps no comments')
  if (spec.for_each === 'statement') note('for_each', 'SQLite triggers fire for each row')
  if (spec.referencing !== undefined) note('referencing', 'SQLite has no transition tables')
  if (spec.constraint === true) note('constraint', 'SQLite triggers fire at once')
  if (spec.enabled === false || spec.enabled === 'replica') note('enabled', 'SQLite has no disabled triggers')
  if (eventsOf(one).includes('truncate')) binding.note(place, 'not-kept', 'SQLite has no truncate', shown)
}
