/** Where things are on a screen of a given size. All numbers are columns and rows of text. */
export interface Layout {
  readonly cols: number
  readonly rows: number
  /** Lines for warnings under the totals. */
  readonly warnings: number
  /** Outer size of each pane; null when it is not shown. */
  readonly tree: { readonly width: number; readonly height: number } | null
  readonly detail: { readonly width: number; readonly height: number } | null
  readonly stacked: boolean
}

export const smallest = { cols: 60, rows: 15 } as const

/** Below this many columns the panes go on top of each other (tui.md §3). */
const sideBySideFrom = 85

/** Null when the screen is too small to show anything useful. */
export function layoutOf(
  cols: number,
  rows: number,
  ui: { warnings: number; treeRows: number; zoom: boolean; pane: 'tree' | 'detail' },
): Layout | null {
  if (cols < smallest.cols || rows < smallest.rows) return null
  // Header, totals, message and footer are always there.
  const room = rows - 4
  const warnings = Math.min(ui.warnings, rows >= 30 ? 4 : rows >= 20 ? 2 : 1)
  const body = room - warnings
  const whole = { width: cols, height: body }
  const base = { cols, rows, warnings }
  if (ui.zoom) {
    const [tree, detail] = ui.pane === 'tree' ? [whole, null] : [null, whole]
    return { ...base, tree, detail, stacked: false }
  }
  if (cols >= sideBySideFrom) {
    const width = Math.max(42, Math.min(70, Math.floor(cols * 0.46)))
    return { ...base, tree: { width, height: body }, detail: { width: cols - width, height: body }, stacked: false }
  }
  const height = Math.max(4, Math.min(ui.treeRows + 2, Math.floor(body * 0.5)))
  return { ...base, tree: { width: cols, height }, detail: { width: cols, height: body - height }, stacked: true }
}

/** First visible row so that `selected` is on the screen with, where there is room, a row of context. */
export function windowStart(total: number, height: number, selected: number): number {
  if (total <= height) return 0
  return Math.max(0, Math.min(selected - Math.floor(height / 2), total - height))
}
