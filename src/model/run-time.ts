import type { Run } from './run.ts'

/** What the steps of a run have taken, and what the plan said that just these would. */
export interface RunTime {
  readonly steps: number
  readonly tookMs: number
  readonly estimateMs: number
}

/**
 * Of the steps that are done, by the journal, each by the attempt that has done it: a run that waits at the gate, or has been
 * dead for a day, takes no time. Null: none is.
 */
export function timeOf({ plan, steps }: Pick<Run, 'plan' | 'steps'>): RunTime | null {
  const estimates = new Map(plan.steps.map(({ id, estimate }) => [id, estimate.durationMs]))
  const done = steps.flatMap(({ id, status, startedAt, finishedAt }) =>
    status === 'done' && startedAt !== null && finishedAt !== null
      ? [{ tookMs: Date.parse(finishedAt) - Date.parse(startedAt), estimateMs: estimates.get(id) ?? 0 }]
      : [],
  )
  if (done.length === 0) return null
  return {
    steps: done.length,
    tookMs: done.reduce((sum, step) => sum + step.tookMs, 0),
    estimateMs: done.reduce((sum, step) => sum + step.estimateMs, 0),
  }
}
