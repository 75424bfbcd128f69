import type { Allowances } from '../model/allowance.ts'
import type { Obstacle } from '../model/obstacle.ts'
import type { Plan } from '../model/plan.ts'
import { type Run, stepsLeft } from '../model/run.ts'
import { oneLine } from '../report/clip.ts'
import { about } from '../report/duration.ts'
import { undoList } from '../report/rollback.ts'
import { conditionWords, verdict, type ShownTarget } from '../report/step-text.ts'
import { blockingHazards, totals } from '../report/totals.ts'

/** What a person has to agree to, and how hard that is made. */
export interface Consent {
  readonly question: string
  /** The word on the button. */
  readonly verb: string
  /** Good to know before saying yes. */
  readonly facts: readonly string[]
  /** What would be lost or blocked; when there is any, the target's name has to be typed. */
  readonly dangers: readonly string[]
  readonly target: string
  /** Nothing is dangerous, nothing is worth a warning, and the target has no gate: Enter alone may confirm (tui.md 3.4). */
  readonly mild: boolean
  /** Hazard ids that saying yes allows. */
  readonly allows: readonly string[]
  /** Why nobody can say yes now; null when they can. */
  readonly notYet: string | null
}

/**
 * Consent to a plan: mild when everything can be taken back, nothing is blocked (tui.md 3.4), and nothing stands in the way now:
 * `met` is what would stop the run, or have to be waited for.
 */
export function consentToPlan(
  plan: Plan,
  target: ShownTarget,
  allowances: Allowances,
  met: readonly Obstacle[] = [],
): Consent {
  const sum = totals(plan)
  const blocked = blockingHazards(plan, allowances)
  const lossy = plan.steps.filter(({ inverse }) => inverse.exactness !== 'exact')
  const longest = sum.longestLock
  return {
    question: `Apply ${plan.steps.length === 1 ? '1 step' : `${plan.steps.length} steps`} to ${oneLine(target.name)}?`,
    verb: 'Apply',
    facts: [
      `takes ${about(sum.durationMs)}`,
      longest === null
        ? 'nobody is made to wait'
        : `longest lock that others wait for: ${about(longest.lockMs)} (step ${longest.step})`,
      lossy.length === 0
        ? 'rollback: exact, all of it'
        : `rollback: not exact for ${lossy.map(({ id }) => id).join(', ')}`,
      ...metFacts(met),
      ...(plan.gate && target.gate === 'manual' ? [gateFact(target)] : []),
    ],
    dangers: [
      ...blocked.map(({ step, hazard }) => `${step.id} needs --allow ${hazard.id}: ${oneLine(hazard.message)}`),
      ...lossy.map((step) => `${step.id} ${verdict(step.inverse)}: ${oneLine(step.inverse.note)}`),
    ],
    target: oneLine(target.name),
    mild:
      target.gate === 'none' &&
      met.length === 0 &&
      lossy.length === 0 &&
      (longest?.lockMs ?? 0) <= target.lockBudgetMs &&
      plan.steps.every(({ hazards }) => hazards.every(({ severity }) => severity === 'info')),
    allows: [...new Set(blocked.map(({ hazard }) => hazard.id))],
    notYet: null,
  }
}

function gateFact(target: ShownTarget): string {
  const conditions = conditionWords(target)
  return `stops at the gate before contract${conditions === '' ? '' : `: ${conditions}`}`
}

/** Consent to taking a run back. */
export function consentToRollback(run: Run): Consent {
  const undo = undoList(run)
  const lossy = undo.filter(({ step }) => step.inverse.exactness !== 'exact')
  const target = oneLine(run.plan.target.name)
  return {
    question: `Take back ${undo.length === 1 ? '1 step' : `${undo.length} steps`} on ${target}?`,
    verb: 'Roll back',
    facts: lossy.length === 0 ? ['exact: the schema and every row come back'] : ['newest step first'],
    dangers: lossy.map(({ step }) => `${step.id} ${verdict(step.inverse)}: ${oneLine(step.inverse.note)}`),
    target,
    mild: false,
    allows: [],
    notYet: null,
  }
}

/** Consent to what is behind the gate. The plan has been agreed to: what was dangerous then is so no less now. */
export function consentToGate(run: Run, target: ShownTarget, notYet: string | null): Consent {
  const steps = stepsLeft(run)
  const lossy = steps.filter(({ inverse }) => inverse.exactness !== 'exact')
  const durationMs = steps.reduce((sum, { estimate }) => sum + estimate.durationMs, 0)
  return {
    question: `Go on past the gate of ${oneLine(target.name)} with ${steps.length === 1 ? '1 step' : `${steps.length} steps`}?`,
    verb: 'Go on',
    facts: [
      'an application version from before this plan fails from then on',
      `takes ${about(durationMs)}`,
      ...(lossy.length === 0 ? ['rollback: exact, from behind the gate too'] : []),
    ],
    dangers: lossy.map((step) => `${step.id} ${verdict(step.inverse)}: ${oneLine(step.inverse.note)}`),
    target: oneLine(target.name),
    mild: false,
    allows: [],
    notYet,
  }
}

/** The run looks again: what is there now may be over by then. */
function metFacts(met: readonly Obstacle[]): readonly string[] {
  const named = (those: readonly Obstacle[]): string => [...new Set(those.map(({ id }) => id))].join(', ')
  const [stopping, waited] = [met.filter(({ stops }) => stops), met.filter(({ stops }) => !stops)]
  return [
    ...(stopping.length === 0 ? [] : [`the run will be refused while this is so: ${named(stopping)}`]),
    ...(waited.length === 0 ? [] : [`in the way at this moment: ${named(waited)}`]),
  ]
}
