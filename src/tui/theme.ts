import type { TextProps } from 'ink'
import type { Style } from './span.ts'

type Look = Pick<TextProps, 'color' | 'bold' | 'dimColor' | 'inverse'>

/** Colours of the terminal's own palette, so that they suit light and dark backgrounds alike. */
const looks: Readonly<Record<Style, Look>> = {
  plain: {},
  dim: { dimColor: true },
  strong: { bold: true },
  title: { bold: true },
  good: { color: 'green' },
  warn: { color: 'yellow' },
  bad: { color: 'red', bold: true },
  sql: { color: 'cyan' },
  key: { bold: true },
  selected: { inverse: true },
  focus: { color: 'cyan' },
}

/** How a style looks; without colour everything is plain, and texts and marks alone carry the meaning. */
export function look(style: Style, color: boolean): Look {
  return color ? looks[style] : {}
}
