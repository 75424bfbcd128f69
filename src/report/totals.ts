import type { Allowances } from '../model/allowance.ts'
import type { ChangeKind } from '../model/change.ts'
import type { Hazard } from '../model/hazard.ts'
import { nameKey } from '../model/name.ts'
import type { Plan } from '../model/plan.ts'
import type { Step } from '../model/step.ts'

/** What a change does to the schema, as a sign in lists: `+`, `~`, `-`, and `»` for data that is filled in. */
export type Effect = 'create' | 'change' | 'drop' | 'fill'

export interface Totals {
  readonly create: number
  readonly change: number
  readonly drop: number
  readonly backfills: number
  /** Rows that backfills will write, as far as statistics know. */
  readonly backfillRows: number
  readonly durationMs: number
  /** The step that blocks others longest; null when nobody is blocked. */
  readonly longestLock: { readonly step: string; readonly lockMs: number } | null
  /** Ids of the steps whose way back loses something. */
  readonly lossy: readonly string[]
  /** Ids of the steps without a way back. */
  readonly irreversible: readonly string[]
}

export function totals(plan: Plan): Totals {
  const changes = {
    create: new Set<string>(),
    change: new Set<string>(),
    drop: new Set<string>(),
    fill: new Set<string>(),
  }
  for (const step of plan.steps) changes[effectOf(step.change)].add(changeKey(step))
  const backfills = plan.steps.filter((step) => step.action.kind === 'backfill')
  const slowest = plan.steps.reduce<Step | null>(
    (worst, step) => (step.estimate.lockMs > (worst?.estimate.lockMs ?? 0) ? step : worst),
    null,
  )
  return {
    create: changes.create.size,
    change: changes.change.size,
    drop: changes.drop.size,
    backfills: backfills.length,
    backfillRows: backfills.reduce((sum, step) => sum + (step.estimate.rows ?? 0), 0),
    durationMs: plan.steps.reduce((sum, step) => sum + step.estimate.durationMs, 0),
    longestLock: slowest === null ? null : { step: slowest.id, lockMs: slowest.estimate.lockMs },
    lossy: plan.steps.filter((step) => step.inverse.exactness === 'lossy').map(({ id }) => id),
    irreversible: plan.steps.filter((step) => step.inverse.exactness === 'none').map(({ id }) => id),
  }
}

/** What a kind of change does to the schema. `drop_not_null` loosens a column: nothing goes away. */
export function effectOf(kind: ChangeKind): Effect {
  if (kind === 'run_backfill') return 'fill'
  if (kind.startsWith('create_') || kind.startsWith('add_')) return 'create'
  if (kind.startsWith('drop_') && kind !== 'drop_not_null') return 'drop'
  return 'change'
}

/** Hazards that keep the plan from running until somebody allows them by name, with the steps that pose them. */
export function blockingHazards(plan: Plan, { counting }: Allowances): readonly StepHazard[] {
  const allowed = new Set(counting.map(({ hazard }) => hazard))
  return hazardsOf(plan).filter(({ hazard }) => hazard.severity === 'block' && !allowed.has(hazard.id))
}

export interface StepHazard {
  readonly step: Step
  readonly hazard: Hazard
}

/** Every hazard of the plan, the worst first. */
export function hazardsOf(plan: Plan): readonly StepHazard[] {
  const worstFirst = ['block', 'warn', 'info']
  return plan.steps
    .flatMap((step) => step.hazards.map((hazard) => ({ step, hazard })))
    .toSorted((a, b) => worstFirst.indexOf(a.hazard.severity) - worstFirst.indexOf(b.hazard.severity))
}

/** Several steps can carry out one change (add NOT VALID, validate, …): they share kind, table and spec line. */
function changeKey(step: Step): string {
  const where = step.source === null ? step.title : `${step.source.file}:${step.source.line}:${step.source.column}`
  return [step.change, nameKey(step.subject), where].join('\u0000')
}
