/** One token of SQL text; comments and white space are not tokens. */
export interface Token {
  /** `quoted` is an identifier in "…", […] or `…`; `string` is '…', which SQLite also takes for an identifier. */
  readonly kind: 'word' | 'quoted' | 'string' | 'number' | 'blob' | 'operator'
  /** As written. */
  readonly text: string
  /** The identifier or string without its quotes; otherwise the same as `text`. */
  readonly value: string
}

/** SQL text that no SQLite tokenizer accepts: a quote that is never closed, a character that means nothing. */
export class TokenError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'TokenError'
  }
}

const space = /[ \t\n\f\r\ufeff]+/y
const comment = /--[^\n]*|\/\*[^]*?(?:\*\/|$)/y
const word = /[A-Za-z_\u0080-\u{10ffff}][A-Za-z0-9_$\u0080-\u{10ffff}]*/uy
const blob = /[xX]'(?:[0-9a-fA-F]{2})*'/y
const number = /0[xX][0-9a-fA-F][0-9a-fA-F_]*|(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?\d[\d_]*)?/y
const operator = /->>|->|\|\||<<|>>|<=|>=|<>|!=|==|[-+*/%&|~<>=().,;?:@#$!]/y
const closing: Readonly<Record<string, string>> = { "'": "'", '"': '"', '`': '`', '[': ']' }

/** Splits SQL text the way SQLite's own tokenizer does (tokenize.c). Throws `TokenError`. */
export function tokenize(sql: string): Token[] {
  const tokens: Token[] = []
  let at = 0
  const match = (pattern: RegExp): string | null => {
    pattern.lastIndex = at
    return pattern.exec(sql)?.[0] ?? null
  }
  while (at < sql.length) {
    const skipped = match(space) ?? match(comment)
    if (skipped !== null) {
      at += skipped.length
      continue
    }
    const token = quotedAt(sql, at) ?? plain('blob', match(blob)) ?? plain('word', match(word))
    const found = token ?? plain('number', match(number)) ?? plain('operator', match(operator))
    if (found === null) throw new TokenError(`unexpected character ${JSON.stringify(sql[at])}`)
    tokens.push(found)
    at += found.text.length
  }
  return tokens
}

/** Where each token of the text begins. */
export function startsOf(sql: string, tokens: readonly Token[]): readonly number[] {
  let at = 0
  return tokens.map(({ text }) => {
    for (;;) {
      space.lastIndex = at
      comment.lastIndex = at
      const skipped = space.exec(sql) ?? comment.exec(sql)
      if (skipped === null) break
      at += skipped[0].length
    }
    const start = at
    at += text.length
    return start
  })
}

function plain(kind: Token['kind'], text: string | null): Token | null {
  return text === null ? null : { kind, text, value: text }
}

function quotedAt(sql: string, start: number): Token | null {
  const open = sql[start] ?? ''
  const close = closing[open]
  if (close === undefined) return null
  let end = start + 1
  for (;;) {
    end = sql.indexOf(close, end)
    if (end === -1) throw new TokenError(`unterminated ${open}`)
    // A doubled quote stands for itself; brackets know no such thing.
    if (open === '[' || sql[end + 1] !== close) break
    end += 2
  }
  const text = sql.slice(start, end + 1)
  const inside = text.slice(1, -1)
  const value = open === '[' ? inside : inside.replaceAll(close + close, close)
  return { kind: open === "'" ? 'string' : 'quoted', text, value }
}

/** ASCII only, like SQLite's own folding: `É` and `é` are two names. */
export function fold(name: string): string {
  return name.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase())
}

export function isWord(token: Token | undefined, ...words: readonly string[]): boolean {
  return token?.kind === 'word' && words.includes(fold(token.text))
}

export function isOperator(token: Token | undefined, text: string): boolean {
  return token?.kind === 'operator' && token.text === text
}

/** Index of the parenthesis that closes the one at `open`, or -1. */
export function closingParenthesis(tokens: readonly Token[], open: number): number {
  let depth = 0
  for (let at = open; at < tokens.length; at += 1) {
    if (isOperator(tokens[at], '(')) depth += 1
    if (isOperator(tokens[at], ')') && --depth === 0) return at
  }
  return -1
}

/** Whether every parenthesis is closed and none is closed that was not opened. */
export function isBalanced(tokens: readonly Token[]): boolean {
  let depth = 0
  for (const token of tokens) {
    if (isOperator(token, '(')) depth += 1
    if (isOperator(token, ')') && --depth < 0) return false
  }
  return depth === 0
}
