import { blocks, type Statement } from '../model/statement.ts'

/** How long a step has made others wait, all its attempts considered. */
export interface LockTimer {
  /** The statement is about to run. */
  asks(statement: Statement): void
  /** The attempt is over, and with it what it has locked. */
  released(): void
  /** Milliseconds of the longest attempt; null: none has asked for a lock that makes others wait. */
  longestMs(): number | null
}

/** Waiting for a lock counts: whoever comes later waits behind it (hazards.md 0.1). */
export function lockTimer(clock: () => Date): LockTimer {
  let since: number | null = null
  let longest: number | null = null
  return {
    asks: ({ locks }) => {
      if (locks.some(({ mode }) => blocks(mode) !== 'nothing')) since ??= clock().getTime()
    },
    released: () => {
      if (since !== null) longest = Math.max(longest ?? 0, clock().getTime() - since)
      since = null
    },
    longestMs: () => longest,
  }
}
