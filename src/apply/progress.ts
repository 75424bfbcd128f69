import type { Checkpoint } from '../model/run.ts'
import type { RunContext } from './context.ts'
import type { Task } from './task.ts'

const intervalMs = 250

export interface ProgressReport {
  /** After a batch: at most four events a second. */
  batchDone(checkpoint: Checkpoint, batchMs: number): void
  /** After the last batch: what was held back is shown. */
  end(): void
}

export function createProgress({ clock, emit }: RunContext, { step }: Task, rowsBefore: number): ProgressReport {
  const began = clock().getTime()
  let shownAt = Number.NEGATIVE_INFINITY
  let heldBack: (() => void) | null = null
  return {
    batchDone: ({ cursor, rowsDone, batchRows }, batchMs) => {
      const show = (now: number): void => {
        const seconds = Math.max((now - began) / 1000, 0.001)
        const rowsPerSecond = Math.round((rowsDone - rowsBefore) / seconds)
        const total = step.estimate.rows
        const progress = { done: rowsDone, total, estimated: true, rowsPerSecond, batchRows, batchMs, cursor }
        emit({ type: 'step_progress', step: step.id, progress })
      }
      const now = clock().getTime()
      heldBack = () => show(now)
      if (now - shownAt < intervalMs) return
      shownAt = now
      heldBack = null
      show(now)
    },
    end: () => heldBack?.(),
  }
}
