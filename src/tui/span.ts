import { clip, textWidth } from '../report/clip.ts'

/** What a piece of text is, not how it looks: `theme.ts` decides that. */
export type Style =
  | 'plain'
  | 'dim'
  | 'strong'
  | 'title'
  | 'good'
  | 'warn'
  | 'bad'
  | 'sql'
  | 'key'
  | 'selected'
  | 'focus'

interface Span {
  readonly text: string
  readonly style: Style
}

/** One line of the screen. */
export type Row = readonly Span[]

export function span(text: string, style: Style = 'plain'): Span {
  return { text, style }
}

export function rowWidth(row: Row): number {
  return row.reduce((sum, { text }) => sum + textWidth(text), 0)
}

export function rowText(row: Row): string {
  return row.map(({ text }) => text).join('')
}

/** At most `width` columns; the last visible span carries the ellipsis. */
export function clipRow(row: Row, width: number, ellipsis: string): Row {
  if (rowWidth(row) <= width) return row
  const clipped: Span[] = []
  let left = width
  for (const { text, style } of row) {
    const columns = textWidth(text)
    if (columns >= left) {
      clipped.push({ text: clip(columns === left ? `${text} ` : text, left, ellipsis), style })
      return clipped
    }
    clipped.push({ text, style })
    left -= columns
  }
  return clipped
}

/** Exactly `width` columns. */
export function fitRow(row: Row, width: number, ellipsis: string): Row {
  const clipped = clipRow(row, width, ellipsis)
  const missing = width - rowWidth(clipped)
  return missing > 0 ? [...clipped, span(' '.repeat(missing))] : clipped
}

/** `left` and, at the right edge, `right`; when there is no room for both, `left` is cut. */
export function spread(left: Row, right: Row, width: number, ellipsis: string): Row {
  const rightWidth = rowWidth(right)
  if (rightWidth === 0) return fitRow(left, width, ellipsis)
  if (rightWidth + 4 > width) return fitRow(left, width, ellipsis)
  return [...fitRow(left, width - rightWidth - 1, ellipsis), span(' '), ...right]
}

/** The whole row in one style, for the line under the cursor. */
export function restyled(row: Row, style: Style): Row {
  return row.map(({ text }) => ({ text, style }))
}
