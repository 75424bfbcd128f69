/**
 * Takes off the pairs of parentheses that enclose the whole of an SQL expression, and the space around it: the one
 * thing about an expression that we know without the engine.
 */
export function trimParentheses(expression: string): string {
  let text = expression.trim()
  while (text.startsWith('(') && closing(text) === text.length - 1) text = text.slice(1, -1).trim()
  return text
}

/**
 * False for text that would not stay inside the parentheses we put around it: it closes one too many, leaves something
 * open, or holds a semicolon. Such a text is not shown to the server at all.
 */
export function isOneExpression(text: string): boolean {
  let depth = 0
  for (const token of text.matchAll(tokens)) {
    if (token[0] === '(') depth += 1
    if (token[0] === ')') depth -= 1
    if (depth < 0 || token.groups?.['stray'] !== undefined) return false
  }
  return depth === 0
}

/**
 * Whatever may hide a parenthesis or a semicolon, read like the server reads it with standard_conforming_strings on: an
 * E'' string only where the E begins a word, a dollar quote only where the dollar does. `stray`: what has no business
 * in an expression, or was left open. A comment inside a comment is taken for stray, to be safe.
 */
const tokens = new RegExp(
  [
    String.raw`(?<![\w$\u0080-\uffff])[eE]'(?:[^'\\]|\\[\s\S]|'')*'`,
    String.raw`'(?:[^']|'')*'`,
    String.raw`"(?:[^"]|"")*"`,
    String.raw`(?<![\w$\u0080-\uffff])\$(?<tag>(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?)\$[\s\S]*?\$\k<tag>\$`,
    String.raw`--[^\n\r]*[\n\r]`,
    String.raw`/\*(?:(?!/\*)[\s\S])*?\*/`,
    String.raw`[()]`,
    String.raw`(?<stray>;|'|"|--|/\*|\u0000)`,
  ].join('|'),
  'g',
)

/** The position of the parenthesis that closes the first one; -1 when none does. */
function closing(text: string): number {
  let depth = 0
  for (const token of text.matchAll(tokens)) {
    if (token[0] === '(') depth += 1
    if (token[0] !== ')') continue
    depth -= 1
    if (depth === 0) return token.index
  }
  return -1
}
