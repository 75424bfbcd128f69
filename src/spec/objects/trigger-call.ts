import type { Binding } from '../binding.ts'
import { tableName } from '../object-names.ts'

/** The functions of pg_catalog that are there for triggers. */
const builtIn: ReadonlySet<string> = new Set([
  'suppress_redundant_updates_trigger',
  'tsvector_update_trigger',
  'tsvector_update_trigger_column',
])

export interface TriggerCall {
  /** As the model holds it. */
  readonly function: string
  readonly arguments: readonly string[]
}

/** `audit.log('orders', 2)`: a function and constants; null for anything else. */
export function parseCall(text: string, { defaultSchema, words }: Binding['dialect']): TriggerCall | null {
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
