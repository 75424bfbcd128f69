import type { Lasting } from '../dialects/dialect.ts'
import type { EndedBlocker } from '../model/event.ts'
import { blockerText } from './blocker-text.ts'
import type { Runtime } from './runtime.ts'
import type { Task } from './task.ts'

const firstLookMs = 20
const longestPauseMs = 200

/** Tells each session once, however often it is found. */
export interface Endings {
  /** Ends who is in the way now; true when that was anybody. */
  end(): Promise<boolean>
  /** One line for each that could not be ended. */
  readonly refused: readonly string[]
}

/** The sessions that a run ends for a step, once its patience is over and only when it has been told to. */
export function endingsFor({ context, link }: Runtime, task: Task, windowMs: number): Endings {
  const told = new Set<number>()
  const refused: string[] = []
  // A transaction of the application is idle between two of its statements, which is no reason to end it.
  const after: Lasting = { idleMs: Math.min(context.lockBudgetMs, windowMs), wholeMs: windowMs }
  const tell = ({ blocker, ended, reason }: EndedBlocker): void => {
    if (told.has(blocker.pid)) return
    told.add(blocker.pid)
    if (reason !== null) refused.push(`${blockerText(blocker)}; it was not ended: ${reason}`)
    context.emit({ type: 'blocker_ended', step: task.step.id, blocker, ended, reason })
  }
  return {
    refused,
    end: async () => {
      const found = await link.endBlockers(after)
      for (const one of found) tell(one)
      return found.some(({ ended }) => ended)
    },
  }
}

/** Runs `work`, and while it waits ends who it waits for: only then can the server say who that is. */
export async function endingBlockers<T>({ context }: Runtime, endings: Endings, work: () => Promise<T>): Promise<T> {
  const over = new AbortController()
  const watch = async (): Promise<void> => {
    for (let pause = firstLookMs; !over.signal.aborted; pause = Math.min(pause * 1.5, longestPauseMs)) {
      await context.sleep(pause, over.signal)
      if (!over.signal.aborted) await endings.end()
    }
  }
  const watching = watch()
  try {
    return await work()
  } finally {
    over.abort()
    await watching
  }
}
