import type { Direction, RunEvent } from '../model/event.ts'
import { initialRunState, reduce, type RunState } from './run-state.ts'

/** Holds the state of a run outside of React, which is told at most every `notifyMs`. */
export interface RunStore {
  push(event: RunEvent): void
  state(): RunState
  /** For useSyncExternalStore. */
  subscribe(listener: () => void): () => void
}

const notifyMs = 250

/** `now`: milliseconds on a clock that never goes back. */
export function runStore(target: string, direction: Direction, now: () => number): RunStore {
  const listeners = new Set<() => void>()
  let state = initialRunState(target, direction)
  let shown = state
  let timer: NodeJS.Timeout | null = null
  const show = (): void => {
    if (timer !== null) clearTimeout(timer)
    timer = null
    shown = state
    for (const listener of listeners) listener()
  }
  return {
    push: (event) => {
      state = reduce(state, event, now())
      // The beginning, a failure and the end are worth a frame of their own; the rest comes in at most 4 a second.
      if (event.type === 'run_started' || event.type === 'run_finished' || event.type === 'step_failed') show()
      else timer ??= setTimeout(show, notifyMs)
    },
    state: () => shown,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
        if (listeners.size > 0 || timer === null) return
        clearTimeout(timer)
        timer = null
      }
    },
  }
}
