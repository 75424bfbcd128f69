import type { Key } from 'ink'
import { splitGraphemes } from '../report/clip.ts'

const named = [
  ['upArrow', 'up'],
  ['downArrow', 'down'],
  ['leftArrow', 'left'],
  ['rightArrow', 'right'],
  ['pageUp', 'pageup'],
  ['pageDown', 'pagedown'],
  ['home', 'home'],
  ['end', 'end'],
  ['return', 'enter'],
  ['escape', 'escape'],
  ['backspace', 'backspace'],
  ['delete', 'delete'],
] as const

/**
 * The keys behind one input event, by name: `up`, `enter`, `ctrl+c`, or the character itself. Keys that are held
 * down and pasted text arrive as one string (`jjjjj`), so it is taken apart by graphemes.
 */
export function pressesOf(input: string, key: Key): readonly string[] {
  if (key.tab) return [key.shift ? 'shift+tab' : 'tab']
  for (const [flag, name] of named) if (key[flag]) return [name]
  if (key.ctrl) return input === '' ? [] : [`ctrl+${input.toLowerCase()}`]
  // Alt combinations, and sequences that Ink does not know: not ours.
  if (key.meta || /^\[[\d;?<]*[A-Za-z~]$/.test(input)) return []
  return splitGraphemes(input).flatMap(pressOf)
}

function pressOf(grapheme: string): readonly string[] {
  if (grapheme === '\r' || grapheme === '\n' || grapheme === '\r\n') return ['enter']
  if (grapheme === '\t') return ['tab']
  const code = grapheme.codePointAt(0) ?? 0
  if (code === 0x7f || code === 0x08) return ['backspace']
  if (code === 0x1b) return ['escape']
  return code < 0x20 ? [`ctrl+${String.fromCodePoint(code + 0x60)}`] : [grapheme]
}
