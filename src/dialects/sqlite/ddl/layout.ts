import { tokenize } from './tokens.ts'

/** The statements without the indentation they have in common, and without blank lines around them. */
export function dedented(text: string): string {
  const lines = text
    .replace(/^(?:[ \t]*\r?\n)+/, '')
    .trimEnd()
    .split('\n')
  if (!isMovable(text)) return text.trim()
  const [first = '', ...others] = lines
  // What begins behind BEGIN says nothing of the indentation.
  const measured = /^[ \t]*\r?\n/.test(text) ? lines : others
  const margins = measured.filter((line) => line.trim() !== '').map((line) => /^[ \t]*/.exec(line)?.[0].length ?? 0)
  const margin = margins.length === 0 ? 0 : Math.min(...margins)
  return (
    measured === lines
      ? lines.map((line) => line.slice(margin))
      : [first.trimStart(), ...others.map((line) => line.slice(margin))]
  ).join('\n')
}

/** As they stand between BEGIN and END. */
export function indented(text: string): string {
  return isMovable(text) ? text.replaceAll(/^(?=.)/gm, '  ') : text
}

/** False when a string or a name goes over lines: its spaces are its own. */
function isMovable(text: string): boolean {
  return tokenize(text).every((token) => !token.text.includes('\n'))
}
