import type { Plan } from '../model/plan.ts'
import type { RunContext } from './context.ts'
import type { Link } from './link.ts'

/** One run under way in this process. */
export interface Runtime {
  readonly context: RunContext
  readonly link: Link
  readonly runId: string
  readonly plan: Plan
}
