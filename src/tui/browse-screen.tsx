import { useInput, useStdout, useWindowSize } from 'ink'
import { useEffect, useReducer, type ReactElement } from 'react'
import { clipboardSequence } from './clipboard.ts'
import type { BrowseContent } from './content.ts'
import { Frame } from './frame.tsx'
import { asciiGlyphs, unicodeGlyphs } from './glyphs.ts'
import { pressesOf } from './input.ts'
import type { Looks } from './screen.tsx'
import { browse, initialBrowseState, type BrowseContext, type BrowseState, type Decision } from './state.ts'
import { browseLayout, browseView, detailRows, tooSmallKeys } from './view/browse.ts'

interface BrowseScreenProps extends Looks {
  readonly content: BrowseContent
  /** Milliseconds on a clock that never goes back. */
  readonly now: () => number
  readonly onDecision: (decision: Decision) => void
}

/** Review, gate and rollback: one root input handler, one reducer, one view. */
export function BrowseScreen({ content, color, ascii, now, onDecision }: BrowseScreenProps): ReactElement {
  const { columns, rows } = useWindowSize()
  const { stdout } = useStdout()
  const [state, dispatch] = useReducer(
    (before: BrowseState, { presses, at }: { presses: readonly string[]; at: number }): BrowseState =>
      presses.reduce(
        (current, press) => browse(contextOf(content, current, columns, rows, at), current, press),
        before,
      ),
    content.outline,
    initialBrowseState,
  )
  useInput((input, key) => {
    const presses = pressesOf(input, key)
    dispatch({
      presses: browseLayout(content, state, columns, rows) === null ? presses.filter(tooSmallKeys) : presses,
      at: now(),
    })
  })
  useEffect(() => {
    if (state.decision !== null) onDecision(state.decision)
  }, [state.decision, onDecision])
  useEffect(() => {
    if (state.copied !== null) stdout.write(clipboardSequence(state.copied.text))
  }, [state.copied, stdout])
  return <Frame rows={browseView(content, state, columns, rows, ascii ? asciiGlyphs : unicodeGlyphs)} color={color} />
}

function contextOf(
  content: BrowseContent,
  state: BrowseState,
  columns: number,
  rows: number,
  at: number,
): BrowseContext {
  return {
    screen: content.screen,
    outline: content.outline,
    consent: content.consent,
    at,
    measure: () => {
      const layout = browseLayout(content, state, columns, rows)
      const detail = layout?.detail ?? null
      return {
        treeRows: (layout?.tree?.height ?? 3) - 2,
        detailRows: (detail?.height ?? 3) - 2,
        detailLines: detail === null ? 0 : detailRows(content, state, detail.width - 4).length,
      }
    },
  }
}
