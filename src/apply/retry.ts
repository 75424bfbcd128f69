import { count } from '../lib/text.ts'
import type { Blocker } from '../model/event.ts'
import type { Patience } from './context.ts'
import { databaseFailure, StepFailed } from './failures.ts'
import { Interrupted, safePoint, sleepUnlessInterrupted } from './interrupt.ts'
import type { Runtime } from './runtime.ts'
import { relationsOf, type Task } from './task.ts'

/** About two minutes: then a person should look at who holds the lock. */
const defaultPatience: Patience = { tries: 30, windowMs: 120_000 }

const firstPauseMs = 100
const longestPauseMs = 5_000

interface RetryOptions {
  /** Whether to try again after the statement timeout. Counted by the caller. */
  readonly againAfterTimeout: () => boolean
}

/**
 * Runs `attempt` until it gets its locks: after a lock timeout, deadlock or serialization failure everything it did is
 * gone, and it starts again after a growing pause with jitter. Nobody else's session is ever terminated.
 * Throws StepFailed naming who is in the way when patience ends, `Interrupted`, or what `attempt` throws otherwise.
 */
export async function withRetry<T>(
  { context, link }: Runtime,
  task: Task,
  attempt: (number: number) => Promise<T>,
  { againAfterTimeout }: RetryOptions = { againAfterTimeout: () => false },
): Promise<T> {
  const { tries, windowMs } = context.patience ?? defaultPatience
  const began = context.clock().getTime()
  for (let number = 1; ; number += 1) {
    await safePoint(context.interrupt)
    try {
      return await attempt(number)
    } catch (error) {
      const { kind, code, message } = databaseFailure(context.dialect, error)
      if (kind === 'cancelled' && context.interrupt.level === 'cancel') throw new Interrupted()
      const timedOut = kind === 'cancelled' && againAfterTimeout()
      if (kind !== 'lock' && kind !== 'conflict' && !timedOut) throw error
      const waited = context.clock().getTime() - began
      const blockers = await link.blockers(relationsOf(task))
      if (number >= tries || waited >= windowMs) {
        throw outOfPatience({ number, waited, message, code, blockers, cause: error })
      }
      const retryInMs = pauseAfter(number, context.random())
      context.emit({ type: 'step_waiting', step: task.step.id, attempt: number, reason: message, blockers, retryInMs })
      await sleepUnlessInterrupted(context.interrupt, context.sleep, retryInMs)
    }
  }
}

/** Exponential, and shorter by up to half so that two runs never keep step. */
function pauseAfter(number: number, random: number): number {
  return Math.round(Math.min(firstPauseMs * 1.6 ** (number - 1), longestPauseMs) * (1 - random / 2))
}

interface Waited {
  readonly number: number
  readonly waited: number
  readonly message: string
  readonly code: string | null
  readonly blockers: readonly Blocker[]
  readonly cause: unknown
}

function outOfPatience({ number, waited, message, code, blockers, cause }: Waited): StepFailed {
  const seconds = Math.round(waited / 1000)
  const text = `no lock after ${count(number, 'try', 'tries')} in ${count(seconds, 'second')}: ${message}`
  const hint =
    blockers.length === 0
      ? 'Nobody is in the way at this moment: resume the run, best in a quiet hour.'
      : `In the way: ${blockers.map(blockerText).join('; ')}. Let it finish or end it, then resume the run.`
  return new StepFailed('step_failed', { message: text, sqlState: code, statement: null, offenders: [], hint }, cause)
}

function blockerText({ pid, user, application, state, ageSeconds }: Blocker): string {
  const name = application === '' ? user : `${user}, ${application}`
  return `pid ${pid} (${name}), ${state} for ${count(Math.round(ageSeconds), 'second')}`
}
