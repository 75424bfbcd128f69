import { fingerprint } from '../../../lib/fingerprint.ts'
import type { Table } from '../../../model/table.ts'
import { trimParentheses } from '../trim-parentheses.ts'

/** What an expression's spelling depends on besides its text. */
export type Context = string

/** Expressions over a row: the types of its columns decide which operators and casts they mean. */
export function rowContext(table: Table): Context {
  return fingerprint(table.columns.map(({ name, type }) => [name, type]))
}

/** Spec text → the server's own text, found in this run or recorded by the last one (DESIGN.md §6). */
export interface Spellings {
  /** The server's text, when it says the same as the spec's: by its letters, or because that was found out before. */
  match(text: string, context: Context, candidates: readonly string[]): string | null
  learn(text: string, context: Context, spelled: string): void
  readonly learned: Readonly<Record<string, string>>
}

/**
 * What the server prints is not always what it prints of that once it has read it again: `status in ('a', 'b')` of a
 * varchar becomes `(array['a'::varchar, …])::text[]`, and that becomes `array[('a'::varchar)::text, …]`. So spellings are
 * followed from one to the next, and two texts that come to the same say the same.
 */
export function spellings(recorded: Readonly<Record<string, string>>): Spellings {
  const learned: Record<string, string> = {}
  const known = (text: string, context: Context): Link | null => {
    const key = keyOf(text, context)
    if (Object.hasOwn(learned, key)) return { key, spelled: learned[key] ?? '' }
    return Object.hasOwn(recorded, key) ? { key, spelled: recorded[key] ?? '' } : null
  }
  const followed = (text: string, context: Context): Link[] => {
    const links: Link[] = []
    for (let link = known(text, context); link !== null; link = known(link.spelled, context)) {
      links.push(link)
      if (links.length === mostLinks) break
    }
    return links
  }
  return {
    learned,
    match(text, context, candidates) {
      const same = candidates.find((candidate) => trimParentheses(candidate) === trimParentheses(text))
      if (same !== undefined) return same
      const links = followed(text, context)
      const reached = new Set([trimParentheses(text), ...links.map(({ spelled }) => trimParentheses(spelled))])
      for (const candidate of candidates) {
        const isReached = reached.has(trimParentheses(candidate))
        const others = isReached ? [] : followed(candidate, context)
        if (!isReached && !others.some(({ spelled }) => reached.has(trimParentheses(spelled)))) continue
        for (const { key, spelled } of [...links, ...others]) learned[key] = spelled
        return candidate
      }
      return null
    },
    learn(text, context, spelled) {
      if (trimParentheses(text) !== trimParentheses(spelled)) learned[keyOf(text, context)] = spelled
    },
  }
}

/** From a text to what the server makes of it. */
interface Link {
  readonly key: string
  readonly spelled: string
}

/** The second reading has always been the last one; a circle must not keep us. */
const mostLinks = 4

function keyOf(text: string, context: Context): string {
  return fingerprint([trimParentheses(text), context])
}
