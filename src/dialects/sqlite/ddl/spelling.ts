import { isKeyword } from '../words/quote.ts'
import { closingParenthesis, fold, isOperator, startsOf, type Token, tokenize } from './tokens.ts'

/**
 * The one spelling of an expression. SQLite keeps text as it was written, so both sides are re-spelled token by token:
 * comments out, single spaces, unquoted words in lower case, no needless quotes, no outer parentheses. Nothing is
 * re-ordered, folded or rewritten: two expressions are equal only when their tokens are.
 */
export function spell(expression: string): string {
  return spellTokens(tokenize(expression))
}

export function spellTokens(tokens: readonly Token[]): string {
  const inner = withoutOuterParentheses(tokens)
  let text = ''
  inner.forEach((token, at) => {
    text += (at > 0 && spaceBetween(inner, at) ? ' ' : '') + spellToken(token)
  })
  return text
}

/** Statements whose last one may lack its semicolon. */
export function withLastSemicolon(statements: string): string {
  const tokens = tokenize(statements)
  const last = tokens.at(-1)
  if (last === undefined || isOperator(last, ';')) return statements
  // A comment at the end would swallow it.
  const end = (startsOf(statements, tokens).at(-1) ?? 0) + last.text.length
  return `${statements.slice(0, end)};${statements.slice(end)}`
}

function withoutOuterParentheses(tokens: readonly Token[]): readonly Token[] {
  let inner = tokens
  while (inner.length > 2 && isOperator(inner[0], '(') && closingParenthesis(inner, 0) === inner.length - 1) {
    inner = inner.slice(1, -1)
  }
  return inner
}

function spellToken(token: Token): string {
  if (token.kind === 'quoted') return spellIdentifier(token.value)
  if (token.kind === 'word') return /^[\w$]+$/.test(token.text) ? fold(token.text) : spellIdentifier(token.value)
  return token.kind === 'blob' ? `x${token.text.slice(1)}` : token.text
}

function spellIdentifier(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) && !isKeyword(name) ? fold(name) : `"${name.replaceAll('"', '""')}"`
}

/** Keywords that are called like functions. */
const calledKeywords = new Set(['cast', 'raise', 'replace', 'if', 'glob', 'like', 'match', 'regexp'])

function spaceBetween(tokens: readonly Token[], at: number): boolean {
  const before = tokens[at - 1]
  const token = tokens[at]
  if (before === undefined || token === undefined) return false
  if (token.kind === 'operator' && [')', ',', '.', ';'].includes(token.text)) return false
  if (before.kind === 'operator' && ['(', '.', '~'].includes(before.text)) return false
  if (isOperator(token, '(')) {
    if (before.kind === 'quoted') return false
    return before.kind !== 'word' || (isKeyword(before.text) && !calledKeywords.has(fold(before.text)))
  }
  return !isSign(tokens, at - 1)
}

/** A plus or minus that belongs to the value after it: nothing it could add to stands before it. */
function isSign(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at]
  if (!isOperator(token, '-') && !isOperator(token, '+')) return false
  const before = tokens[at - 1]
  if (before === undefined) return true
  if (before.kind === 'operator') return before.text !== ')'
  return before.kind === 'word' && isKeyword(before.text) && !/^(current_\w+|true|false|null|end)$/i.test(before.text)
}
