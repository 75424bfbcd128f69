import { qualify } from '../../../src/dialects/postgres/words/quote.ts'
import type { ObjectName } from '../../../src/model/name.ts'
import { type ObjectRef, refKey } from '../../../src/model/object-ref.ts'
import { escaped } from './respell.ts'

/** The same data with a thing in another schema, and what hangs on it with it, but for statistics. */
export function moved<T>(data: T, ref: ObjectRef, schema: string): T {
  const to = { ...ref.name, schema }
  const [before, after] = [qualify(bare(ref.name)), qualify(bare(to))]
  const spoken = new RegExp(`(?<![\\w"$.])${escaped(before)}(?![\\w"$])`, 'g')
  // Collations are written with all their quotes.
  const quoted = `"${ref.name.schema}"."${ref.name.name}"`
  const within = (value: unknown): unknown => {
    if (typeof value === 'string')
      return value.replaceAll(spoken, () => after).replaceAll(quoted, `"${schema}"."${to.name}"`)
    if (Array.isArray(value)) return value.map(within)
    if (typeof value !== 'object' || value === null) return value
    if (isName(value)) return value.schema === ref.name.schema && value.name === ref.name.name ? to : namedWithin(value)
    const all = Object.fromEntries(Object.entries(value).map(([key, item]) => [key, within(item)]))
    return hangsOn(value, ref) ? { ...all, name: { ...value.name, schema } } : all
  }
  // Routines carry types in their names, those of `public` without it.
  const short = new RegExp(`(?<=[(, ])${escaped(shortened(before))}(?![\\w"$])`, 'g')
  const namedWithin = (name: ObjectName): ObjectName => ({
    ...name,
    name: name.name.replaceAll(short, () => shortened(after)),
  })
  return within(data) as T
}

function shortened(name: string): string {
  return name.replace(/^public\./, '')
}

/** What a routine is called without its arguments. */
function bare({ schema, name }: ObjectName): ObjectName {
  return { schema, name: name.replace(/\(.*\)$/, '') }
}

function isName(value: object): value is ObjectName {
  return 'schema' in value && 'name' in value && Object.keys(value).length === 2
}

function hangsOn(value: object, ref: ObjectRef): value is { readonly name: ObjectName } {
  if (!('on' in value && 'kind' in value)) return false
  const { on, kind } = value as ObjectRef
  return (kind === 'trigger' || kind === 'policy') && on !== null && on !== undefined && refKey(on) === refKey(ref)
}
