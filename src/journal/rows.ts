import type { Plan } from '../model/plan.ts'
import type { FinishedStep } from '../model/rates.ts'
import type { Run, StepError, StepRecord } from '../model/run.ts'
import type { Quarantine } from '../model/step.ts'
import type { CheckpointRow, RunRow, StepRow } from './store.ts'

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

/** The steps of a run that came to their end at the first attempt, and how long each took. */
export function finishedIn(
  { plan }: RunRow,
  steps: readonly StepRow[],
  checkpoints: readonly CheckpointRow[],
): readonly FinishedStep[] {
  const planned = new Map(plan.steps.map((step) => [step.id, step]))
  const forward = checkpoints.filter(({ direction }) => direction === 'apply')
  const rows = new Map(forward.map(({ stepId, rowsDone }) => [stepId, rowsDone]))
  return steps.flatMap(({ id, status, attempts, startedAt, finishedAt }) => {
    const step = planned.get(id)
    if (step === undefined || status !== 'done' || attempts !== 1 || startedAt === null || finishedAt === null)
      return []
    return [{ step, elapsedMs: finishedAt.getTime() - startedAt.getTime(), rowsDone: rows.get(id) ?? null }]
  })
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
  const error = errorMessage === null ? null : errorOf(errorMessage, errorCode)
  return { id, phase, status, attempts, startedAt: isoOf(startedAt), finishedAt: isoOf(finishedAt), error }
}

/** The details are the lines behind the first: journals of earlier versions have no other place for them. */
export function errorText({ message, details }: StepError): string {
  return [message, ...details].map((line) => line.replaceAll(/\s*\n\s*/g, ' ')).join('\n')
}

function errorOf(text: string, sqlState: string | null): StepError {
  const [message = '', ...details] = text.split('\n')
  return { message, sqlState, details }
}

function isoOf(date: Date | null): string | null {
  return date === null ? null : date.toISOString()
}

/** Text that is the same for the same place and no other. */
export function placeOf({ kind, keptAs }: Quarantine): string {
  return JSON.stringify([kind, keptAs.name.schema, keptAs.name.name, keptAs.column])
}
