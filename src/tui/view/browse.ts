import { wrap } from '../../report/clip.ts'
import type { BrowseContent } from '../content.ts'
import type { Glyphs } from '../glyphs.ts'
import { layoutOf, smallest, windowStart, type Layout } from '../layout.ts'
import { detailsOf, type Entry, type OutlineRow } from '../outline.ts'
import { restyled, rowWidth, span, spread, type Row } from '../span.ts'
import { visibleRows, type BrowseState } from '../state.ts'
import { confirmView } from './confirm.ts'
import { footerRow } from './footer.ts'
import { helpView } from './help.ts'
import { paneRows, screenful, sideBySide } from './pane.ts'

/** A screen to browse as rows, none of them wider than the screen. */
export function browseView(
  content: BrowseContent,
  state: BrowseState,
  cols: number,
  rows: number,
  glyphs: Glyphs,
): readonly Row[] {
  const layout = browseLayout(content, state, cols, rows)
  if (layout === null) return screenful(tooSmall(cols, rows), cols, rows, glyphs)
  if (state.help) return screenful(helpView(content.screen, cols, rows, glyphs), cols, rows, glyphs)
  const top = [
    [span(' '), ...content.header],
    [span(' '), ...content.totals],
  ]
  if (state.dialog !== null) {
    const dialog = confirmView(content.consent, state.dialog, cols, rows - top.length, glyphs)
    return screenful([...top, ...dialog], cols, rows, glyphs)
  }
  const body = [...warningRows(content.warnings, layout.warnings), ...panes(content, state, layout, glyphs)]
  const bottom = footer(content, state, cols, glyphs)
  const filled = screenful([...top, ...body], cols, rows - bottom.length, glyphs)
  return [...filled, ...screenful(bottom, cols, bottom.length, glyphs)]
}

/** Where the panes are now; null when the screen is too small. */
export function browseLayout(content: BrowseContent, state: BrowseState, cols: number, rows: number): Layout | null {
  const treeRows = visibleRows(content.outline, state).length
  return layoutOf(cols, rows, { warnings: content.warnings.length, treeRows, zoom: state.zoom, pane: state.pane })
}

/** The details of the selected row, wrapped to the width of their pane. */
export function detailRows(content: BrowseContent, state: BrowseState, width: number): readonly Row[] {
  const row = visibleRows(content.outline, state).find(({ id }) => id === state.cursor)
  return detailsOf(row, state.tab).flatMap(({ text, style, hang = 2 }) =>
    wrap(text, width, ' '.repeat(hang)).map((line) => [span(line, style)]),
  )
}

export function tooSmall(cols: number, rows: number): readonly Row[] {
  return [
    [span('Too small.', 'strong'), span(` ${cols}x${rows}`)],
    [span(`Needs ${smallest.cols}x${smallest.rows}.`)],
    [span('Enlarge it, or press')],
    [span('q and use the plain')],
    [span('reconcile plan.')],
  ]
}

/** What still works on a screen that is too small to show anything. */
export function tooSmallKeys(press: string): boolean {
  return press === 'q' || press === 'escape' || press === 'ctrl+c'
}

function warningRows(warnings: readonly Row[], room: number): readonly Row[] {
  if (warnings.length <= room) return warnings.map((row) => [span(' '), ...row])
  const more = warnings.length - room
  return warnings
    .slice(0, room)
    .map((row, index) => (index === room - 1 ? [span(` (+${more} more) `, 'warn'), ...row] : [span(' '), ...row]))
}

function panes(content: BrowseContent, state: BrowseState, layout: Layout, glyphs: Glyphs): readonly Row[] {
  const tree = layout.tree === null ? [] : treePane(content, state, layout.tree, glyphs)
  const detail = layout.detail === null ? [] : detailPane(content, state, layout.detail, glyphs)
  if (layout.stacked || layout.tree === null || layout.detail === null) return [...tree, ...detail]
  return sideBySide(tree, detail)
}

function treePane(
  content: BrowseContent,
  state: BrowseState,
  size: { width: number; height: number },
  glyphs: Glyphs,
): readonly Row[] {
  const rows = visibleRows(content.outline, state)
  const selected = Math.max(
    0,
    rows.findIndex(({ id }) => id === state.cursor),
  )
  const height = size.height - 2
  const start = windowStart(rows.length, height, selected)
  const shown = rows
    .slice(start, start + height)
    .map((row) => treeRow(row, row.id === state.cursor, size.width - 2, glyphs))
  const entries = rows.filter(({ kind }) => kind === 'entry')
  const position = entries.findIndex(({ id }) => id === state.cursor) + 1
  const narrowed = [...(state.filter === '' ? [] : [`/${state.filter}`]), ...(state.onlyRisky ? ['only risky'] : [])]
  const title = [
    span({ review: 'Phases', gate: 'Behind the gate', rollback: 'Will run' }[content.screen], 'strong'),
    ...narrowed.map((text) => span(`  ${text}`, 'warn')),
  ]
  return paneRows(
    {
      title,
      footer: entries.length === 0 ? '' : `${position === 0 ? '-' : position}/${entries.length}`,
      rows: rows.length === 0 ? [[span(' nothing matches; Esc shows everything', 'dim')]] : shown,
      ...size,
      focused: state.pane === 'tree',
    },
    glyphs,
  )
}

function treeRow(row: OutlineRow, selected: boolean, width: number, glyphs: Glyphs): Row {
  const cursor = span(selected ? glyphs.cursor : ' ', 'key')
  const drawn = rowOf(row, cursor, width, glyphs)
  return selected ? restyled(drawn, 'selected') : drawn
}

function rowOf(row: OutlineRow, cursor: Row[number], width: number, glyphs: Glyphs): Row {
  switch (row.kind) {
    case 'barrier': {
      const text = `${glyphs.horizontal.repeat(2)} ${row.text} `
      return [span(text + glyphs.horizontal.repeat(Math.max(0, width - rowWidth([span(text)]))), 'warn')]
    }
    case 'group': {
      const left = [cursor, span(`${row.folded ? glyphs.closed : glyphs.open} `), span(row.group.title, 'strong')]
      return spread(left, [span(`${row.group.note} `, 'dim')], width, glyphs.ellipsis)
    }
    case 'entry': {
      const { entry } = row
      const sign = entry.sign === '' ? '' : `${entry.sign} `
      const left = [cursor, span(' '), markSpan(entry.mark, glyphs), span(` ${entry.id} ${sign}${entry.title}`)]
      return spread(left, [span(`${entry.badge.text} `, entry.badge.style)], width, glyphs.ellipsis)
    }
  }
}

function markSpan(mark: Entry['mark'], glyphs: Glyphs): Row[number] {
  return mark === 'ok' ? span(glyphs.ok, 'good') : mark === 'warn' ? span('!', 'warn') : span(glyphs.bad, 'bad')
}

function detailPane(
  content: BrowseContent,
  state: BrowseState,
  size: { width: number; height: number },
  glyphs: Glyphs,
): readonly Row[] {
  const lines = detailRows(content, state, size.width - 4)
  const height = size.height - 2
  const start = Math.max(0, Math.min(state.scroll, lines.length - height))
  const shown = lines.slice(start, start + height).map((row) => [span(' '), ...row])
  const tabs = content.outline.tabs.flatMap((name, index) => [
    index === state.tab ? span(`[${name}]`, 'strong') : span(` ${name} `, 'dim'),
  ])
  const end = Math.min(lines.length, start + height)
  return paneRows(
    {
      title: tabs,
      footer: lines.length <= height ? '' : `${start + 1}-${end}/${lines.length}`,
      rows: shown,
      ...size,
      focused: state.pane === 'detail',
    },
    glyphs,
  )
}

function footer(content: BrowseContent, state: BrowseState, cols: number, glyphs: Glyphs): readonly Row[] {
  const keys = footerRow(content.screen, cols, glyphs)
  if (state.typing) {
    return [
      [span(' /', 'key'), span(state.filter), span('_', 'key'), span('   Enter keeps it, Esc clears it', 'dim')],
      keys,
    ]
  }
  return [[span(` ${state.message ?? consequence(content)}`, state.message === null ? 'dim' : 'warn')], keys]
}

/** What pressing `a` will ask for. */
function consequence({ consent }: BrowseContent): string {
  if (consent.notYet !== null) return consent.notYet
  if (consent.allows.length > 0) return `needs --allow ${consent.allows.join(',')}: a asks for it`
  if (consent.dangers.length > 0)
    return `a asks for the name of the target, because something cannot be taken back exactly`
  return 'nothing is changed before you confirm'
}
