import { setImmediate } from 'node:timers/promises'

/** Ctrl-C as a run sees it. */
export interface Interrupt {
  /** `stop`: at the next safe point. `cancel`: the running statement too. */
  readonly level: 'none' | 'stop' | 'cancel'
  /** Called on every further press. Returns how to unsubscribe. */
  subscribe(listener: (level: 'stop' | 'cancel') => void): () => void
}

/** An interrupt and the button for it: the first press asks to stop, the second to cancel. */
export function createInterrupt(): Interrupt & { press(): void } {
  let level: Interrupt['level'] = 'none'
  const listeners = new Set<(level: 'stop' | 'cancel') => void>()
  return {
    get level() {
      return level
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    press: () => {
      level = level === 'none' ? 'stop' : 'cancel'
      for (const listener of listeners) listener(level)
    },
  }
}

/** Thrown at a safe point once a stop was asked for. Nothing is torn; the run can be resumed. */
export class Interrupted extends Error {
  constructor() {
    super('interrupted')
    this.name = 'Interrupted'
  }
}

/** Throws `Interrupted` when a stop was asked for. */
function stopHere(interrupt: Interrupt): void {
  if (interrupt.level !== 'none') throw new Interrupted()
}

/**
 * A place where stopping is safe: lets the event loop turn, without which SQLite, whose driver never waits, would keep
 * Ctrl-C and the screen from being served, and throws `Interrupted` when a stop was asked for.
 */
export async function safePoint(interrupt: Interrupt): Promise<void> {
  await setImmediate()
  stopHere(interrupt)
}

/** Sleeps, but not through a Ctrl-C. */
export async function sleepUnlessInterrupted(
  interrupt: Interrupt,
  sleep: (ms: number) => Promise<void>,
  ms: number,
): Promise<void> {
  stopHere(interrupt)
  const { promise: pressed, resolve } = Promise.withResolvers<void>()
  const unsubscribe = interrupt.subscribe(() => resolve())
  try {
    await Promise.race([sleep(ms), pressed])
  } finally {
    unsubscribe()
  }
  stopHere(interrupt)
}
