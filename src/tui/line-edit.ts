import { splitGraphemes } from '../report/clip.ts'

/** A line of typed text after one key; keys that are not characters change nothing. */
export function editedLine(text: string, press: string): string {
  if (press === 'backspace' || press === 'delete') return splitGraphemes(text).slice(0, -1).join('')
  if (press === 'ctrl+u') return ''
  if (press === 'ctrl+w') return text.replace(/\S+\s*$/, '')
  return splitGraphemes(press).length === 1 ? text + press : text
}
