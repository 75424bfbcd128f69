import type { DatabaseFailure } from '../dialects/dialect.ts'
import { blockerText } from './blocker-text.ts'
import { offendersOf } from './checks.ts'
import { databaseFailure, explanation, StepFailed, stepFailure } from './failures.ts'
import type { Runtime } from './runtime.ts'
import { relationsOf, type Task } from './task.ts'

/** Long enough for catalogues, short enough not to keep anybody waiting for an explanation. */
const limits = { lockMs: 500, statementMs: 5_000 }

/**
 * What is to be said of an error that has ended a step, with what the guide wants looked up about it, now that nothing of the
 * step is under way any more.
 */
export async function lookUp(runtime: Runtime, task: Task, error: unknown): Promise<StepFailed> {
  const { dialect } = runtime.context
  if (error instanceof StepFailed && error.failure.explained?.found.length !== 0) return error
  const failure = databaseFailure(dialect, error)
  const offenders = failure.kind === 'data' ? await offendersOf(runtime.link.session, task.prechecks) : []
  const failed = stepFailure(dialect, error, offenders)
  if (failure.entry === null || failed.failure.explained === undefined) return failed
  const found = [...failure.about, ...(await answers(runtime, task, failure))]
  const explained = explanation(failure.entry, found)
  return new StepFailed(failed.code, { ...failed.failure, explained }, failed.cause)
}

/** That something cannot be looked up is no failure of its own. */
async function answers(
  { context, link }: Runtime,
  task: Task,
  { entry, message }: DatabaseFailure,
): Promise<readonly string[]> {
  const relations = relationsOf(task)
  const ask = entry?.ask ?? null
  if (ask === null || ask === 'offenders') return []
  if (ask === 'blockers') return (await link.blockers(relations)).map(blockerText)
  try {
    return await link.session.transaction('read', limits, () =>
      context.dialect.diagnose(link.session, ask, { message, relations }),
    )
  } catch {
    return []
  }
}
