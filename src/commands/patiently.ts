import { databaseFailure } from '../apply/failures.ts'
import type { Surroundings } from './surroundings.ts'
import type { Workplace } from './workplace.ts'

/** Whoever came to wait behind our try is let through before the next one. */
const pauseMs = 1000

/**
 * Tries one transaction again, of which nothing is left, as long as others hold what it needs and the target's lock window
 * is not over. `waits` is called before the second try only. Throws what the last try has thrown.
 */
export async function patiently<T>(
  { dialect, target }: Workplace,
  attempt: () => Promise<T>,
  { sleep }: Pick<Surroundings, 'sleep'>,
  waits: () => void,
): Promise<T> {
  const until = Date.now() + target.lockWindowMs
  for (let number = 1; ; number += 1) {
    try {
      return await attempt()
    } catch (error) {
      const { kind } = databaseFailure(dialect, error)
      if ((kind !== 'lock' && kind !== 'conflict') || Date.now() >= until) throw error
      if (number === 1) waits()
      await sleep(pauseMs)
    }
  }
}
