import type { Allowance } from './allowance.ts'
import type { GateCondition } from './gate.ts'

/** Name of the target that `--url` stands for when no other is named. */
export const urlTarget = 'url'

/** One database a spec is applied to, from `specs/reconcile.yaml`. */
export interface Target {
  readonly name: string
  readonly dialect: 'postgres' | 'sqlite'
  /** With credentials: only `connect` may see it; everything else uses `shownAs`. */
  readonly url: string
  /** The URL with its secrets replaced by `***`. */
  readonly shownAs: string
  /** `none`: contract follows at once. `manual`: wait for `reconcile continue`. */
  readonly gate: 'none' | 'manual'
  /** What `continue` asks for besides: none for a gate that only waits for a person. */
  readonly gateConditions: readonly GateCondition[]
  /** Hazards that need no `--allow` here, those that are over included. */
  readonly allow: readonly Allowance[]
  /** Longest time a lock that blocks others may be waited for and held, milliseconds. */
  readonly lockBudgetMs: number
  /** How long a step, or `purge`, keeps trying to get its locks before the run fails (and can be resumed), milliseconds. */
  readonly lockWindowMs: number
  /** Whether a session may be ended that stands in the way when the window is over. */
  readonly terminateBlockers: boolean
  /** Tables below this size may take the direct way under a lock, when that is simpler. */
  readonly smallTableBytes: number
  /** How long the way back of a run is meant to stay open: what was put aside longer ago may be purged, milliseconds. */
  readonly keepAsideMs: number
}
