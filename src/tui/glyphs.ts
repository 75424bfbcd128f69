/** Everything that is drawn and not said. */
export interface Glyphs {
  readonly topLeft: string
  readonly topRight: string
  readonly bottomLeft: string
  readonly bottomRight: string
  readonly horizontal: string
  readonly vertical: string
  readonly cursor: string
  readonly open: string
  readonly closed: string
  readonly ok: string
  readonly bad: string
  readonly running: string
  readonly waiting: string
  readonly pending: string
  readonly ellipsis: string
  readonly dot: string
  readonly barFull: string
  readonly barEmpty: string
  readonly spark: readonly string[]
  readonly arrows: string
}

export const unicodeGlyphs: Glyphs = {
  topLeft: '┌',
  topRight: '┐',
  bottomLeft: '└',
  bottomRight: '┘',
  horizontal: '─',
  vertical: '│',
  cursor: '▸',
  open: '▾',
  closed: '▸',
  ok: '✓',
  bad: '✗',
  running: '▸',
  waiting: '◌',
  pending: '·',
  ellipsis: '…',
  dot: '·',
  barFull: '█',
  barEmpty: '░',
  spark: ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'],
  arrows: '↑↓',
}

/** For locales that are not UTF-8. */
export const asciiGlyphs: Glyphs = {
  topLeft: '+',
  topRight: '+',
  bottomLeft: '+',
  bottomRight: '+',
  horizontal: '-',
  vertical: '|',
  cursor: '>',
  open: 'v',
  closed: '>',
  ok: 'v',
  bad: 'x',
  running: '>',
  waiting: 'o',
  pending: '.',
  ellipsis: '...',
  dot: '-',
  barFull: '#',
  barEmpty: '.',
  spark: ['_', '.', '-', '=', '+', '*', '%', '#'],
  arrows: 'up/down',
}
