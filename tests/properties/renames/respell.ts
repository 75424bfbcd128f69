import { quote } from '../../../src/dialects/postgres/words/quote.ts'

/** The same data with another name wherever it stands as a name or in a text. */
export function respelled<T>(data: T, from: string, to: string): T {
  return mapped(data, (text) => respelledText(text, from, to)) as T
}

/** Only in texts and lists: what a label of an enum is called is no name of anything. */
export function relabelled<T>(data: T, from: string, to: string): T {
  const label = new RegExp(`(?<=['{,])${from}(?=['},])`, 'g')
  return mapped(data, (text) => (text === from ? to : text.replaceAll(label, to))) as T
}

function respelledText(text: string, from: string, to: string): string {
  if (text === from) return to
  const bare = new RegExp(`(?<![\\w"$])${escaped(quote(from))}(?![\\w"$])`, 'g')
  return text.replaceAll(bare, () => quote(to)).replaceAll(`"${from}"`, `"${to}"`)
}

export function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
}

/** Every string of plain data; comments are nobody's names. */
function mapped(data: unknown, map: (text: string) => string): unknown {
  if (typeof data === 'string') return map(data)
  if (Array.isArray(data)) return data.map((item) => mapped(item, map))
  if (typeof data !== 'object' || data === null) return data
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => [
      map(key),
      key === 'comment' || key === 'kind' ? value : mapped(value, map),
    ]),
  )
}
