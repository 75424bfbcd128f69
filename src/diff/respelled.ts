import type { ObjectName } from '../model/name.ts'
import { standingAlone } from '../model/object-rename.ts'

export type Spelling = readonly [from: string, to: string]

/** As the model writes collations. */
export function inQuotes({ schema, name }: ObjectName): string {
  return [schema, name].map((part) => `"${part.replaceAll('"', '""')}"`).join('.')
}

/** The same data with other names in its texts. */
export function respelled<T>(data: T, spellings: readonly Spelling[]): T {
  return spellings.reduce((result, [from, to]) => {
    const pattern = standingAlone(from)
    return withTexts(result, (text) => text.replaceAll(pattern, () => to))
  }, data)
}

/** The same data with every text mapped that the server spells: comments are for people, and bodies are read when they run. */
export function withTexts<T>(data: T, map: (text: string) => string): T {
  return mapTexts(data, map) as T
}

function mapTexts(data: unknown, map: (text: string) => string): unknown {
  if (typeof data === 'string') return map(data)
  if (Array.isArray(data)) return data.map((item) => mapTexts(item, map))
  if (typeof data !== 'object' || data === null) return data
  if ('kind' in data && data.kind === 'text') return data
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => [key, key === 'comment' ? value : mapTexts(value, map)]),
  )
}
