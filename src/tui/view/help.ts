import { fit } from '../../report/clip.ts'
import type { Glyphs } from '../glyphs.ts'
import { keyTable, type ScreenName } from '../keys.ts'
import { span, type Row } from '../span.ts'
import { overlaid, paneRows } from './pane.ts'

/** The sheet behind `?`: every key of the screen, from the table that the dispatcher reads. */
export function helpView(screen: ScreenName, cols: number, rows: number, glyphs: Glyphs): readonly Row[] {
  const width = Math.min(cols, 70)
  const lines = keyTable.flatMap(({ screens, label, help }): readonly Row[] =>
    help === undefined || !screens.includes(screen)
      ? []
      : [[span(` ${fit(label, 11, glyphs.ellipsis)} `, 'key'), span(help)]],
  )
  const height = Math.min(rows, lines.length + 2)
  return overlaid(
    paneRows(
      { title: [span('Keys', 'strong')], footer: 'any key closes this', rows: lines, width, height, focused: true },
      glyphs,
    ),
    cols,
    rows,
  )
}
