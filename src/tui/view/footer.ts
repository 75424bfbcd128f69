import type { Glyphs } from '../glyphs.ts'
import { keyTable, type Command, type ScreenName } from '../keys.ts'
import { rowWidth, span, type Row } from '../span.ts'

/** When the line is too short the first to go are those that the help overlay is for. */
const mostNeeded: readonly Command[] = [
  'confirm',
  'interrupt',
  'quit',
  'help',
  'up',
  'tab_1',
  'bottom',
  'only_risky',
  'next_pane',
  'zoom',
  'filter',
]

/** The keys that matter now, as many as fit. */
export function footerRow(screen: ScreenName, width: number, glyphs: Glyphs): Row {
  const hints = keyTable.flatMap(({ screens, command, label, hint }) =>
    hint === undefined || !screens.includes(screen)
      ? []
      : [{ command, row: [span(`  ${command === 'up' ? glyphs.arrows : label}`, 'key'), span(` ${hint}`)] }],
  )
  const byNeed = hints.toSorted((a, b) => mostNeeded.indexOf(a.command) - mostNeeded.indexOf(b.command))
  const kept = new Set<Command>()
  let used = 0
  for (const { command, row } of byNeed) {
    used += rowWidth(row)
    if (used > width) break
    kept.add(command)
  }
  return hints.filter(({ command }) => kept.has(command)).flatMap(({ row }) => row)
}
