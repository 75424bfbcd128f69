import type { DatabaseFailure } from '../dialects/dialect.ts'
import { count } from '../lib/text.ts'
import type { Blocker } from '../model/event.ts'
import type { Patience } from './context.ts'
import { blockerText } from './blocker-text.ts'
import { endingBlockers, type Endings, endingsFor } from './ending.ts'
import { databaseFailure, explanation, StepFailed } from './failures.ts'
import { Interrupted, safePoint, sleepUnlessInterrupted } from './interrupt.ts'
import type { Runtime } from './runtime.ts'
import { relationsOf, type Task } from './task.ts'

/** About two minutes: then a person should look at who holds the lock. */
export const defaultPatience: Patience = { tries: 30, windowMs: 120_000 }

/** Whoever is ended has to be gone before the next one is seen to be in the way. */
const triesToEnd = 2

const firstPauseMs = 100
const longestPauseMs = 5_000

interface RetryOptions {
  /** Whether to try again after the statement timeout. Counted by the caller. */
  readonly againAfterTimeout: () => boolean
}

/**
 * Runs `attempt` until it gets its locks: after a lock timeout, deadlock or serialization failure everything it did is
 * gone, and it starts again after a growing pause with jitter. Nobody else's session is ever terminated, unless the run has
 * been told to: then it is done when patience ends, while the step is tried once more.
 * Throws StepFailed naming who is in the way when patience ends, `Interrupted`, or what `attempt` throws otherwise.
 */
export async function withRetry<T>(
  runtime: Runtime,
  task: Task,
  attempt: (number: number) => Promise<T>,
  { againAfterTimeout }: RetryOptions = { againAfterTimeout: () => false },
): Promise<T> {
  const { context } = runtime
  const { tries, windowMs } = context.patience ?? defaultPatience
  const began = context.clock().getTime()
  let endings: Endings | null = null
  let endingsLeft = context.terminateBlockers === true ? triesToEnd : 0
  for (let number = 1; ; number += 1) {
    await safePoint(context.interrupt)
    try {
      return await (endings === null ? attempt(number) : endingBlockers(runtime, endings, () => attempt(number)))
    } catch (error) {
      const failure = databaseFailure(context.dialect, error)
      const { kind, message } = failure
      if (kind === 'cancelled' && context.interrupt.level === 'cancel') throw new Interrupted()
      const timedOut = kind === 'cancelled' && againAfterTimeout()
      if (kind !== 'lock' && kind !== 'conflict' && !timedOut) throw error
      const waited = context.clock().getTime() - began
      const blockers = await runtime.link.blockers(relationsOf(task))
      if (number >= tries || waited >= windowMs) {
        if (endingsLeft === 0 || kind !== 'lock')
          throw outOfPatience({ number, waited, failure, blockers, cause: error, refused: endings?.refused })
        endingsLeft -= 1
        endings ??= endingsFor(runtime, task, windowMs)
        continue
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
  readonly failure: DatabaseFailure
  readonly blockers: readonly Blocker[]
  readonly cause: unknown
  /** Those that should have been ended and could not be. */
  readonly refused?: readonly string[] | undefined
}

/** The failure of a step that could not get past others; names them. */
export function outOfPatience({ number, waited, failure, blockers, cause, refused = [] }: Waited): StepFailed {
  const { code, message, entry } = failure
  const seconds = Math.round(waited / 1000)
  const text = `no lock after ${count(number, 'try', 'tries')} in ${count(seconds, 'second')}: ${message}`
  const told = { message: text, sqlState: code, statement: null, offenders: [], hint: '' }
  if (entry === null) return new StepFailed('step_failed', told, cause)
  // SQLite's locks bear no names: nobody in the way is no news there.
  const nobody = entry.ask === 'blockers' ? ['nobody is in the way at this moment'] : []
  const found = [...(blockers.length === 0 ? nobody : blockers.map(blockerText)), ...refused]
  return new StepFailed('step_failed', { ...told, explained: explanation(entry, found) }, cause)
}
