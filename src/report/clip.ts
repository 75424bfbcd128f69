import { createRequire } from 'node:module'
import type stringWidth from 'string-width'
import { printable } from '../lib/text.ts'

// The expressions for emoji take longer to compile than most commands take, and few texts need them.
const load = createRequire(import.meta.url)
let widthOf: typeof stringWidth | null = null
let graphemes: Intl.Segmenter | null = null

/** Columns a terminal needs for the text: 2 for CJK and emoji, 0 for combining marks. */
export function textWidth(text: string): number {
  if (isPlainAscii(text)) return text.length
  widthOf ??= (load('string-width') as { readonly default: typeof stringWidth }).default
  return widthOf(text)
}

/** What a reader sees as single characters. */
export function splitGraphemes(text: string): string[] {
  if (isPlainAscii(text)) return text.split('')
  graphemes ??= new Intl.Segmenter('en', { granularity: 'grapheme' })
  return Array.from(graphemes.segment(text), ({ segment }) => segment)
}

/** At most `width` columns of the text; what is cut off is replaced by `ellipsis`. Never splits a grapheme. */
export function clip(text: string, width: number, ellipsis = '…'): string {
  if (textWidth(text) <= width) return text
  const room = width - textWidth(ellipsis)
  if (room < 0) return ellipsis.slice(0, Math.max(0, width))
  return takeColumns(text, room) + ellipsis
}

/** Clipped and filled with spaces to exactly `width` columns. */
export function fit(text: string, width: number, ellipsis = '…'): string {
  const clipped = clip(text, width, ellipsis)
  return clipped + ' '.repeat(Math.max(0, width - textWidth(clipped)))
}

/** Breaks at spaces, and inside words only when one is wider than a whole line. Leading spaces are kept. */
export function wrap(text: string, width: number, continuation = ''): string[] {
  if (textWidth(text) <= width || width <= textWidth(continuation)) return [text]
  const lines: string[] = []
  let rest = text
  while (textWidth(indented(rest, lines.length, continuation)) > width) {
    const room = lines.length === 0 ? width : width - textWidth(continuation)
    const head = takeColumns(rest, room)
    if (head === '') break
    const indent = /^ */.exec(rest)?.[0].length ?? 0
    const space = rest[head.length] === ' ' ? head.length : head.lastIndexOf(' ')
    const cut = space > indent ? space : head.length
    lines.push(indented(rest.slice(0, cut).trimEnd(), lines.length, continuation))
    rest = rest.slice(cut).trimStart()
  }
  if (rest !== '') lines.push(indented(rest, lines.length, continuation))
  return lines
}

/** Text from a database or a file as one line that cannot move the cursor. */
export function oneLine(text: string): string {
  return printable(text.replaceAll(/\s+/g, ' ').trim())
}

/** Text from a database or a file as lines that cannot move the cursor. */
export function printableLines(text: string): string[] {
  return printable(text.replaceAll('\r\n', '\n').replaceAll('\t', '  '))
    .split('\n')
    .map((line) => line.trimEnd())
}

function indented(text: string, lineNumber: number, continuation: string): string {
  return lineNumber === 0 ? text : continuation + text
}

function takeColumns(text: string, width: number): string {
  let taken = ''
  let columns = 0
  for (const grapheme of splitGraphemes(text)) {
    columns += textWidth(grapheme)
    if (columns > width) break
    taken += grapheme
  }
  return taken
}

function isPlainAscii(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text)
}
