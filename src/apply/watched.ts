import { ReconcileError } from '../lib/errors.ts'
import type { Blocker } from '../model/event.ts'
import { endingsFor } from './ending.ts'
import { defaultPatience, outOfPatience } from './retry.ts'
import type { Runtime } from './runtime.ts'
import type { Task } from './task.ts'

const firstLookMs = 250
const longestPauseMs = 2_000

/**
 * Runs `work`, whose statements wait without a lock timeout (hazards.md 0.2), and looks from another session whom they wait
 * for. A wait is told as it goes on. When it has lasted as long as patience, and as long as what the statement had done
 * before would take again, the statement is cancelled. Throws StepFailed naming who is in the way, or what `work` throws.
 */
export async function watched<T>(runtime: Runtime, task: Task, work: () => Promise<T>): Promise<T> {
  const { context, link } = runtime
  const { windowMs } = context.patience ?? defaultPatience
  const began = now(runtime)
  const over = new AbortController()
  const { promise: ended, resolve: end } = Promise.withResolvers<void>()
  over.signal.addEventListener('abort', () => end())
  let since: number | null = null
  let blockers: readonly Blocker[] = []
  let gaveUp = false
  let ending = false
  let looks = 0
  const endings = endingsFor(runtime, task, windowMs)
  const look = async (): Promise<void> => {
    const found = await link.blockers([])
    if (found.length === 0) {
      since = null
      return
    }
    since ??= now(runtime)
    blockers = found
    looks += 1
    // Once it is given up, cleaning up must not wait either.
    const enough = now(runtime) - since >= Math.max(windowMs, since - began)
    if ((enough || ending) && !gaveUp && context.terminateBlockers === true && (await endings.end())) {
      // Behind it there may be others, who have been in the way as long without being seen.
      ending = true
      since = null
      return
    }
    gaveUp ||= enough
    if (gaveUp) {
      await link.session.cancel().catch(() => undefined)
      return
    }
    const reason = 'it waits for transactions that are under way'
    context.emit({ type: 'step_waiting', step: task.step.id, attempt: looks, reason, blockers, retryInMs: null })
  }
  const watch = async (): Promise<void> => {
    for (let pause = firstLookMs; ; pause = Math.min(pause * 1.5, longestPauseMs)) {
      await Promise.race([ended, context.sleep(pause, over.signal)])
      if (over.signal.aborted) return
      await look()
    }
  }
  const watching = watch()
  try {
    return await work()
  } catch (error) {
    if (!gaveUp) throw error
    // To the server it was cancelled, which is to say no more than that we did it.
    const held = new ReconcileError('step_failed', 'canceled, since it would be waiting still', { sqlState: '55P03' })
    const waited = now(runtime) - (since ?? began)
    throw outOfPatience({
      number: 1,
      waited,
      failure: context.dialect.failure(held),
      blockers,
      cause: error,
      refused: endings.refused,
    })
  } finally {
    over.abort()
    await watching
  }
}

function now({ context }: Runtime): number {
  return context.clock().getTime()
}
