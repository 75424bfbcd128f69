import { useInput, useWindowSize } from 'ink'
import { useEffect, useReducer, useRef, useSyncExternalStore, type ReactElement } from 'react'
import type { Direction, RunEvent } from '../model/event.ts'
import { initialApplyUi, watch, type ApplyUi } from './apply-state.ts'
import { Frame } from './frame.tsx'
import { asciiGlyphs, unicodeGlyphs } from './glyphs.ts'
import { pressesOf } from './input.ts'
import { ended as hasEnded } from './run-state.ts'
import { runStore, type RunStore } from './run-store.ts'
import { showScreen, type Looks, type Streams } from './screen.tsx'
import { applyPage, applyView } from './view/apply.ts'

interface ApplyScreenOptions extends Looks {
  /** What goes on, in one word: `applying`, `resuming`, `rolling back`. */
  readonly title: string
  /** Name of the target. */
  readonly target: string
  readonly direction: Direction
  readonly streams: Streams
  /** Called at once, so a run started after `applyScreen` was called loses no event. Gives the way to unsubscribe. */
  readonly subscribe: (listener: (event: RunEvent) => void) => () => void
  /** Settles when the run is over, however it ended: the screen also leaves when no `run_finished` ever came. */
  readonly ended?: Promise<unknown>
  /** 1: stop at the next safe point. 2: cancel what runs now. */
  readonly requestStop: (level: 1 | 2) => void
}

/** A run that ended well stays on the screen this long. */
const lingerMs = 700
/** Elapsed times count seconds; a frame costs about 15 ms (tui.md §1.5). */
const tickMs = 500

/** Shows a run until it is finished; a failed one until a key is pressed. Decides nothing: it only asks to stop. */
export async function applyScreen({
  title,
  target,
  direction,
  streams,
  subscribe,
  ended,
  requestStop,
  ...looks
}: ApplyScreenOptions): Promise<void> {
  const now = (): number => performance.now()
  const store = runStore(target, direction, now)
  const unsubscribe = subscribe(store.push)
  try {
    await showScreen<null>(streams, (finish) => {
      const leave = (): void => finish(null)
      ended?.then(
        () => hasEnded(store.state()) || leave(),
        () => hasEnded(store.state()) || leave(),
      )
      return <ApplyScreen {...looks} title={title} store={store} now={now} requestStop={requestStop} onLeave={leave} />
    })
  } finally {
    unsubscribe()
  }
}

interface ApplyScreenProps extends Looks {
  readonly title: string
  readonly store: RunStore
  /** Milliseconds on a clock that never goes back. */
  readonly now: () => number
  readonly requestStop: (level: 1 | 2) => void
  readonly onLeave: () => void
}

export function ApplyScreen({ title, store, now, color, ascii, requestStop, onLeave }: ApplyScreenProps): ReactElement {
  const { columns, rows } = useWindowSize()
  const run = useSyncExternalStore(store.subscribe, store.state)
  const [ui, press] = useReducer(
    (before: ApplyUi, presses: readonly string[]): ApplyUi =>
      presses.reduce((current, one) => watch(store.state(), current, one, applyPage(run, columns, rows)), before),
    initialApplyUi,
  )
  const [, tick] = useReducer((count: number) => count + 1, 0)
  const requested = useRef(0)
  const over = hasEnded(run)
  const failed = run.failure !== null || run.status === 'failed'
  useInput((input, key) => press(pressesOf(input, key)))
  useEffect(() => {
    // Two presses that arrive in one read are still two requests.
    for (const level of [1, 2] as const) {
      if (level <= requested.current || level > ui.stops) continue
      requested.current = level
      requestStop(level)
    }
  }, [ui.stops, requestStop])
  useEffect(() => {
    if (ui.leave) onLeave()
  }, [ui.leave, onLeave])
  useEffect(() => {
    if (over || run.startedAt === null) return undefined
    const timer = setInterval(tick, tickMs)
    return () => clearInterval(timer)
  }, [over, run.startedAt])
  useEffect(() => {
    if (!over || failed) return undefined
    const timer = setTimeout(onLeave, lingerMs)
    return () => clearTimeout(timer)
  }, [over, failed, onLeave])
  const frame = applyView({ title, run, ui, now: now() }, columns, rows, ascii ? asciiGlyphs : unicodeGlyphs)
  return <Frame rows={frame} color={color} />
}
