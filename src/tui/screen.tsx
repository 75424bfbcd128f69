import { render } from 'ink'
import type { ReactElement } from 'react'

/** The terminal that a screen is drawn on. All three are TTYs: the caller has made sure. */
export interface Streams {
  readonly stdin: NodeJS.ReadStream
  readonly stdout: NodeJS.WriteStream
  readonly stderr: NodeJS.WriteStream
}

/** How a screen looks; decided by the caller from flags, locale and environment. */
export interface Looks {
  /** Off: marks and words alone. The caller also sets FORCE_COLOR=0 before it imports this module (chalk ignores NO_COLOR). */
  readonly color: boolean
  /** For locales that are not UTF-8. */
  readonly ascii: boolean
}

/**
 * Shows an element on the alternate screen until it calls `finish`. When it resolves, or rejects because rendering
 * threw, the terminal is as it was before. Ink itself restores it on SIGTERM and SIGHUP.
 */
export async function showScreen<T>(
  streams: Streams,
  element: (finish: (result: T) => void) => ReactElement,
): Promise<T> {
  const outcome: { result?: { value: T } } = {}
  const ended: { unmount: () => void } = { unmount: () => undefined }
  const instance = render(
    element((value) => {
      outcome.result ??= { value }
      ended.unmount()
    }),
    {
      ...streams,
      alternateScreen: true,
      // CI=1 on a real terminal would leave the screen blank until exit (tui.md §1.3).
      interactive: true,
      // Ctrl-C is a key like any other here: it has to leave by our own exit code.
      exitOnCtrlC: false,
      patchConsole: false,
      // Leaves stale text on the first row after narrowing (tui.md §1.3).
      incrementalRendering: false,
      // Redraws everything on every change, which the alternate screen cannot take.
      isScreenReaderEnabled: false,
    },
  )
  ended.unmount = () => instance.unmount()
  if (outcome.result !== undefined) instance.unmount()
  await instance.waitUntilExit()
  if (outcome.result === undefined) throw new Error('The screen was closed before it had a result.')
  return outcome.result.value
}
