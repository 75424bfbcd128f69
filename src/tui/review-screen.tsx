import type { Allowances } from '../model/allowance.ts'
import type { Obstacle } from '../model/obstacle.ts'
import type { Plan } from '../model/plan.ts'
import type { ShownTarget } from '../report/step-text.ts'
import { BrowseScreen } from './browse-screen.tsx'
import { reviewContent } from './review-content.ts'
import { showScreen, type Looks, type Streams } from './screen.tsx'
import type { Decision } from './state.ts'

interface ReviewScreenOptions extends Looks {
  readonly plan: Plan
  readonly target: ShownTarget
  readonly allowances: Allowances
  /** What a run would meet now. */
  readonly obstacles?: readonly Obstacle[]
  readonly streams: Streams
}

interface ReviewDecision {
  readonly decision: Decision
  /** Hazard ids that the person has allowed by typing the name of the target. Empty unless the decision is `apply`. */
  readonly allowed: readonly string[]
}

/** Shows a plan until it is approved or left. Rejects only when rendering fails; the terminal is restored either way. */
export async function reviewScreen({
  plan,
  target,
  allowances,
  obstacles = [],
  streams,
  ...looks
}: ReviewScreenOptions): Promise<ReviewDecision> {
  const content = reviewContent(plan, target, allowances, obstacles)
  const decision = await showScreen<Decision>(streams, (finish) => (
    <BrowseScreen {...looks} content={content} now={() => performance.now()} onDecision={finish} />
  ))
  return { decision, allowed: decision === 'apply' ? content.consent.allows : [] }
}
