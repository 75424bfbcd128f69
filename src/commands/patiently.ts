import { databaseFailure } from '../apply/failures.ts'
import { timeoutsAllowed } from '../apply/timeouts.ts'
import type { DatabaseFailure } from '../dialects/dialect.ts'
import type { Surroundings } from './surroundings.ts'
import type { Workplace } from './workplace.ts'

/** Whoever came to wait behind our try is let through before the next one. */
const pauseMs = 1000

/** Why there is a second try: others hold a lock, or a statement has needed longer than its class may. */
export type Pause = 'lock' | 'timeout'

/**
 * Tries one transaction again, of which nothing is left, as long as others hold what it needs and the target's lock window
 * is not over; a few times where a statement takes too long. `pauses` is called once for each reason. Throws what the last
 * try has thrown.
 */
export async function patiently<T>(
  { dialect, target }: Workplace,
  attempt: (number: number) => Promise<T>,
  { sleep }: Pick<Surroundings, 'sleep'>,
  pauses: (why: Pause) => void,
): Promise<T> {
  const until = Date.now() + target.lockWindowMs
  const told = new Set<Pause>()
  let timeoutsLeft = timeoutsAllowed
  for (let number = 1; ; number += 1) {
    try {
      return await attempt(number)
    } catch (error) {
      const why = pauseFor(databaseFailure(dialect, error))
      if (why === null || Date.now() >= until) throw error
      if (why === 'timeout' && timeoutsLeft-- === 0) throw error
      if (!told.has(why)) pauses(why)
      told.add(why)
      await sleep(pauseMs)
    }
  }
}

function pauseFor({ kind }: DatabaseFailure): Pause | null {
  if (kind === 'cancelled') return 'timeout'
  return kind === 'lock' || kind === 'conflict' ? 'lock' : null
}
