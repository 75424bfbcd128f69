import type { Interrupt } from '../apply/interrupt.ts'
import type { RunEvent } from '../model/event.ts'

/** What a run needs from the process it lives in. */
export interface Surroundings {
  readonly clock: () => Date
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>
  readonly random: () => number
  /** Who and where, for people: `user@host pid 123`. */
  readonly owner: string
  readonly interrupt: Interrupt
  readonly emit: (event: RunEvent) => void
  /** Hazards allowed on this command line, besides the target's own. */
  readonly allow: readonly string[]
}
