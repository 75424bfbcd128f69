import type { AllowContent } from './allow.ts'
import type { GateContent } from './gate.ts'

/** reconcile.yaml as it is written. */
export interface ConfigContent {
  readonly targets?: Readonly<Record<string, TargetContent>>
  readonly default_target?: string
}

export interface TargetContent {
  readonly url: string
  readonly gate?: GateContent
  readonly allow?: readonly AllowContent[]
  readonly lock_budget?: string
  readonly lock_window?: string
  readonly terminate_blockers?: boolean
  readonly small_table?: string
  readonly keep_aside?: string
  readonly promote_from?: string
  readonly backup?: string
}
