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

export function spellings(recorded: Readonly<Record<string, string>>): Spellings {
  const learned: Record<string, string> = {}
  return {
    learned,
    match(text, context, candidates) {
      const same = candidates.find((candidate) => trimParentheses(candidate) === trimParentheses(text))
      if (same !== undefined) return same
      const key = keyOf(text, context)
      const known = Object.hasOwn(recorded, key) ? recorded[key] : undefined
      if (known === undefined || !candidates.includes(known)) return null
      learned[key] = known
      return known
    },
    learn(text, context, spelled) {
      if (trimParentheses(text) !== trimParentheses(spelled)) learned[keyOf(text, context)] = spelled
    },
  }
}

function keyOf(text: string, context: Context): string {
  return fingerprint([trimParentheses(text), context])
}
