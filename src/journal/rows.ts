import type { Plan } from '../model/plan.ts'
import type { Run, StepRecord } from '../model/run.ts'
import type { Quarantine } from '../model/step.ts'
import type { RunRow, StepRow } from './store.ts'

/** Every step of a plan before anything has happened. */
export function newSteps(runId: string, plan: Plan): StepRow[] {
  return plan.steps.map(({ id, phase }, position) => {
    const nothingYet = { startedAt: null, finishedAt: null, errorMessage: null, errorCode: null }
    return { runId, id, position, phase, status: 'pending', attempts: 0, ...nothingYet }
  })
}

export function runOf({ id, plan, status, startedAt, finishedAt, owner }: RunRow, steps: readonly StepRow[]): Run {
  const started = startedAt.toISOString()
  return { id, plan, status, startedAt: started, finishedAt: isoOf(finishedAt), owner, steps: steps.map(recordOf) }
}

function recordOf({
  id,
  phase,
  status,
  attempts,
  startedAt,
  finishedAt,
  errorMessage,
  errorCode,
}: StepRow): StepRecord {
  const error = errorMessage === null ? null : { message: errorMessage, sqlState: errorCode }
  return { id, phase, status, attempts, startedAt: isoOf(startedAt), finishedAt: isoOf(finishedAt), error }
}

function isoOf(date: Date | null): string | null {
  return date === null ? null : date.toISOString()
}

/** Text that is the same for the same place and no other. */
export function placeOf({ kind, keptAs }: Quarantine): string {
  return JSON.stringify([kind, keptAs.name.schema, keptAs.name.name, keptAs.column])
}
