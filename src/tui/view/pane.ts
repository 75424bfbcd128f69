import type { Glyphs } from '../glyphs.ts'
import { clipRow, fitRow, rowWidth, span, type Row } from '../span.ts'

interface Pane {
  readonly title: Row
  /** At the right end of the lower border. */
  readonly footer: string
  readonly rows: readonly Row[]
  readonly width: number
  readonly height: number
  readonly focused: boolean
}

/** A framed pane as exactly `height` rows of exactly `width` columns. */
export function paneRows({ title, footer, rows, width, height, focused }: Pane, glyphs: Glyphs): readonly Row[] {
  const style = focused ? 'focus' : 'dim'
  const inner = width - 2
  const heading = clipRow([span(' '), ...title, span(' ')], inner - 1, glyphs.ellipsis)
  const rest = glyphs.horizontal.repeat(Math.max(0, inner - 1 - rowWidth(heading)))
  const note = footer === '' || footer.length + 4 > inner ? '' : ` ${footer} `
  const side = span(glyphs.vertical, style)
  return [
    [span(glyphs.topLeft + glyphs.horizontal, style), ...heading, span(rest + glyphs.topRight, style)],
    ...Array.from({ length: height - 2 }, (_, index) => [
      side,
      ...fitRow(rows[index] ?? [], inner, glyphs.ellipsis),
      side,
    ]),
    [
      span(glyphs.bottomLeft + glyphs.horizontal.repeat(Math.max(0, inner - note.length - 1)), style),
      span(note, 'dim'),
      span(glyphs.horizontal.repeat(Math.min(1, inner)) + glyphs.bottomRight, style),
    ],
  ]
}

/** Two blocks of rows next to each other; the left one has exactly the same number of columns in every row. */
export function sideBySide(left: readonly Row[], right: readonly Row[]): readonly Row[] {
  return left.map((row, index) => [...row, ...(right[index] ?? [])])
}

/** A block drawn over the middle of the screen; what is beside it is left empty. */
export function overlaid(block: readonly Row[], cols: number, rows: number): readonly Row[] {
  const top = Math.max(0, Math.floor((rows - block.length) / 2))
  const width = Math.max(...block.map(rowWidth))
  const left = span(' '.repeat(Math.max(0, Math.floor((cols - width) / 2))))
  return [
    ...Array.from({ length: top }, (): Row => []),
    ...block.map((row) => [left, ...row]),
    ...Array.from({ length: Math.max(0, rows - top - block.length) }, (): Row => []),
  ].slice(0, rows)
}

/** As many rows as the screen has, none wider than it. */
export function screenful(rows: readonly Row[], cols: number, height: number, glyphs: Glyphs): readonly Row[] {
  return Array.from({ length: height }, (_, index) => clipRow(rows[index] ?? [], cols, glyphs.ellipsis))
}
