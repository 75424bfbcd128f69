import { type Allowance, type Allowances, allowanceText } from '../model/allowance.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { Hazard } from '../model/hazard.ts'
import type { Plan } from '../model/plan.ts'
import { oneLine } from './clip.ts'
import { blockingHazards } from './totals.ts'

/** How a hazard stands with what is allowed, in words. */
export interface Verdict {
  readonly blocked: boolean
  readonly word: 'BLOCKED' | 'allowed' | 'warn' | 'info'
  /** Who allows it, until when and why; or who no longer does. */
  readonly note: { readonly label: 'allowed' | 'lapsed'; readonly text: string } | null
}

export function verdictOn({ id, severity }: Hazard, { counting, lapsed }: Allowances): Verdict {
  if (severity !== 'block') return { blocked: false, word: severity, note: null }
  const about = (list: readonly Allowance[]): Allowance | undefined => list.find(({ hazard }) => hazard === id)
  const [allowed, over] = [about(counting), about(lapsed)]
  if (allowed !== undefined) return { blocked: false, word: 'allowed', note: noted('allowed', allowed) }
  return { blocked: true, word: 'BLOCKED', note: over === undefined ? null : noted('lapsed', over) }
}

function noted(label: 'allowed' | 'lapsed', allowance: Allowance): Verdict['note'] {
  return { label, text: oneLine(allowanceText(allowance)) }
}

/** A warning for each allowance that the plan needs and that is over, where reconcile.yaml has it. */
export function lapsedDiagnostics(plan: Plan, allowances: Allowances): readonly Diagnostic[] {
  const needed = new Set(blockingHazards(plan, allowances).map(({ hazard }) => hazard.id))
  return allowances.lapsed
    .filter(({ hazard }) => needed.has(hazard))
    .map(({ hazard, by, until, position }) => ({
      id: 'lapsed-allowance',
      severity: 'warning',
      message: `${by} allowed ${hazard} until ${until}, which is over`,
      help: 'agree on a new day and write it there, or take the line out',
      position,
      sqlState: null,
    }))
}
