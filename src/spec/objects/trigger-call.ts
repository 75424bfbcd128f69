import type { Trigger } from '../../model/objects/trigger.ts'
import type { Binding } from '../binding.ts'
import { engineText } from '../engine-text.ts'
import { tableName } from '../object-names.ts'
import type { TriggerSpec } from '../program-content.ts'
import { below } from '../spec-file.ts'
import { eventsOf, type WrittenTrigger } from './written-trigger.ts'

/** PostgreSQL: a trigger calls a function. */
export function callingTrigger(binding: Binding, one: WrittenTrigger): Trigger[] {
  const { name, on, spec, place, shown } = one
  const ref = { kind: 'trigger' as const, name: { schema: on.name.schema, name }, on }
  if (spec.renamed_from !== undefined) binding.renamed(ref, spec.renamed_from, below(place, 'renamed_from'))
  const written = spec.execute ?? ''
  const call = parseCall(written, binding.dialect)
  if (call === null) {
    const help = "write a function and what it is given: `touch_row()` or `audit('orders')`"
    binding.error(below(place, 'execute'), 'bad-trigger', `${shown}: ${written} is not a call`, help)
    return []
  }
  const constraint = spec.constraint === true
  if (!constraint && (spec.deferrable !== undefined || spec.from !== undefined)) {
    const help = 'add `constraint: true`, or leave `deferrable` and `from` out'
    binding.error(place, 'bad-trigger', `${shown} can be deferred only as a constraint trigger`, help)
  }
  const { defaultSchema } = binding.dialect
  return [
    {
      ...ref,
      comment: spec.comment ?? null,
      timing: one.timing,
      events: eventsOf(one),
      columns: spec.of ?? [],
      forEach: spec.for_each ?? (constraint ? 'row' : 'statement'),
      when: spec.when === undefined ? null : engineText(binding, spec.when, below(place, 'when'), `when of ${shown}`),
      action: { kind: 'call', ...call },
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

function enabledOf(written: TriggerSpec['enabled']): Trigger['enabled'] {
  if (typeof written === 'string') return written
  return written === false ? 'disabled' : 'origin'
}

/** The functions of pg_catalog that are there for triggers. */
const builtIn: ReadonlySet<string> = new Set([
  'suppress_redundant_updates_trigger',
  'tsvector_update_trigger',
  'tsvector_update_trigger_column',
])

interface TriggerCall {
  /** As the model holds it. */
  readonly function: string
  readonly arguments: readonly string[]
}

/** `audit.log('orders', 2)`: a function and constants; null for anything else. */
function parseCall(text: string, { defaultSchema, words }: Binding['dialect']): TriggerCall | null {
  const call = /^((?:[^\s("]|"(?:[^"]|"")+")+)\s*\((.*)\)$/s.exec(text.trim())
  if (call === null) return null
  const [, name = '', list = ''] = call
  const given = constants(list)
  if (given === null) return null
  const lower = name.replaceAll(/"(?:[^"]|"")*"|[^"]+/g, (part) => (part.startsWith('"') ? part : part.toLowerCase()))
  const bare = lower.replace(/^pg_catalog\./, '')
  if (builtIn.has(bare)) return { function: bare, arguments: given }
  return { function: words.qualify(tableName(lower, defaultSchema)), arguments: given }
}

/** PostgreSQL hands over every argument as text, numbers and bare words too. */
function constants(list: string): string[] | null {
  if (list.trim() === '') return []
  const found: string[] = []
  const one = /\s*(?:'((?:[^']|'')*)'|([^\s,'()]+))\s*(,|$)/gy
  for (let end = false; !end; ) {
    const match = one.exec(list)
    if (match === null) return null
    found.push(match[1]?.replaceAll("''", "'") ?? match[2] ?? '')
    end = match[3] === ''
  }
  return found
}
