import { closingParenthesis, isOperator, isWord, type Token, TokenError } from './tokens.ts'

/** A position in a list of tokens that moves forward; `create-table.ts` and `create-index.ts` read through it. */
export interface TokenReader {
  readonly done: () => boolean
  readonly peek: (ahead?: number) => Token | undefined
  readonly next: () => Token
  /** Steps over the words when all of them stand here, in this order. */
  readonly take: (...words: readonly string[]) => boolean
  readonly takeOperator: (text: string) => boolean
  readonly expect: (...words: readonly string[]) => void
  readonly expectOperator: (text: string) => void
  /** An identifier in any of the four quoting styles. */
  readonly name: () => string
  /** The list of identifiers inside the parentheses that open here. */
  readonly names: () => string[]
  /** The tokens inside the parentheses that open here; stands behind them afterwards. */
  readonly parenthesized: () => readonly Token[]
  readonly rest: () => readonly Token[]
}

/** Methods throw `TokenError` when something else stands there. */
export function readTokens(tokens: readonly Token[]): TokenReader {
  let at = 0
  const unexpected = (wanted: string): TokenError =>
    new TokenError(`expected ${wanted} instead of ${tokens[at]?.text ?? 'the end'}`)
  const reader: TokenReader = {
    done: () => at >= tokens.length,
    peek: (ahead = 0) => tokens[at + ahead],
    next: () => {
      const token = tokens[at]
      if (token === undefined) throw unexpected('more')
      at += 1
      return token
    },
    take: (...words) => {
      if (!words.every((word, index) => isWord(tokens[at + index], word))) return false
      at += words.length
      return true
    },
    takeOperator: (text) => {
      if (!isOperator(tokens[at], text)) return false
      at += 1
      return true
    },
    expect: (...words) => {
      if (!reader.take(...words)) throw unexpected(words.join(' '))
    },
    expectOperator: (text) => {
      if (!reader.takeOperator(text)) throw unexpected(text)
    },
    name: () => {
      const token = tokens[at]
      if (token === undefined || !['word', 'quoted', 'string'].includes(token.kind)) throw unexpected('a name')
      at += 1
      return token.value
    },
    names: () => splitAtCommas(reader.parenthesized()).map((part) => readTokens(part).name()),
    parenthesized: () => {
      const end = isOperator(tokens[at], '(') ? closingParenthesis(tokens, at) : -1
      if (end === -1) throw unexpected('( … )')
      const inside = tokens.slice(at + 1, end)
      at = end + 1
      return inside
    },
    rest: () => tokens.slice(at),
  }
  return reader
}

/** Splits at the commas that are not inside parentheses. */
export function splitAtCommas(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const parts: Token[][] = [[]]
  let depth = 0
  for (const token of tokens) {
    if (isOperator(token, '(')) depth += 1
    if (isOperator(token, ')')) depth -= 1
    if (depth === 0 && isOperator(token, ',')) parts.push([])
    else parts.at(-1)?.push(token)
  }
  return parts
}
