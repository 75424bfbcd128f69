import { printable } from '../lib/text.ts'
import type { Diagnostic, Position } from '../model/diagnostic.ts'
import { splitGraphemes, textWidth } from './clip.ts'

/** Lines shown before the marked one. */
const before = 2
const tabWidth = 4
/** Columns of a line that are shown; a longer one is cut around the mark. */
const lineWidth = 100

/** `file:line:column error[id] message`, the place in the text with a caret below it, and the help. No line break at the end. */
export function codeFrame(diagnostic: Diagnostic, sourceText: string): string {
  const { position, severity, id, message, help } = diagnostic
  const place = position === null ? '' : `${position.file}:${position.line}:${position.column} `
  const head = `${place}${severity}[${id}] ${message}`
  const frame = position === null ? [] : [codeFrameAt(position, sourceText)]
  return [printable(head), ...frame, ...(help === null ? [] : [`  help: ${printable(help)}`])].join('\n')
}

/** The marked line with two before it, numbered, and carets under what is marked. No line break at the end. */
export function codeFrameAt(position: Position, sourceText: string): string {
  const lines = sourceText.split(/\r?\n/)
  const first = Math.max(1, position.line - before)
  const digits = String(position.line).length
  const marked = lines[position.line - 1] ?? ''
  const start = position.column - 1
  const lead = textWidth(expand(marked.slice(0, start)))
  const width = Math.max(1, textWidth(expand(marked.slice(0, start + position.length))) - lead)
  // All lines lose the same beginning, so that what is above the mark stays above it.
  const skipped = Math.max(0, lead + Math.min(width, lineWidth / 2) - lineWidth)
  const shown = Array.from({ length: position.line - first + 1 }, (_, index) => {
    const line = lines[first - 1 + index] ?? ''
    const number = String(first + index).padStart(digits)
    const isMarked = first + index === position.line
    return `${isMarked ? '>' : ' '} ${number} | ${visible(expand(line), skipped)}`.trimEnd()
  })
  const carets = '^'.repeat(Math.min(width, lineWidth - lead + skipped))
  return [...shown, `  ${' '.repeat(digits)} | ${' '.repeat(lead - skipped)}${carets}`].join('\n')
}

/** As a terminal shows it, with every character as wide as `textWidth` says: tabs become spaces. */
function expand(line: string): string {
  let shown = ''
  for (const part of line.split(/(\t)/)) {
    shown += part === '\t' ? ' '.repeat(tabWidth - (textWidth(shown) % tabWidth)) : printable(part)
  }
  return shown
}

/** The columns from `skipped` on that fit; a wide character that is cut in two becomes a space. */
function visible(line: string, skipped: number): string {
  if (skipped === 0 && textWidth(line) <= lineWidth) return line
  let column = 0
  let text = ''
  for (const grapheme of splitGraphemes(line)) {
    const width = textWidth(grapheme)
    const end = column + width
    if (end > skipped + lineWidth) return `${text}…`
    if (column >= skipped) text += grapheme
    else if (end > skipped) text += ' '.repeat(end - skipped)
    column = end
  }
  return text
}
