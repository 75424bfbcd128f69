import type { Spellings } from './same-text.ts'

/** A text as the database has it, when that says the same; `context`: what else its spelling depends on. */
export type Respell = (text: string, context: string, now: string | undefined) => string

/** Takes over the spelling that is there where it is known to say the same. */
export function knownSpelling(texts: Spellings): Respell {
  return (text, context, now) => texts.match(text, context, now === undefined ? [] : [now]) ?? text
}

/** Takes over what the server has read of the same object, and remembers it. */
export function learntSpelling(texts: Spellings): Respell {
  return (text, context, read) => {
    if (read === undefined) return text
    texts.learn(text, context, read)
    return read
  }
}

export function respellOrNull(
  respell: Respell,
  text: string | null,
  context: string,
  now: string | null | undefined,
): string | null {
  return text === null ? null : respell(text, context, now ?? undefined)
}
