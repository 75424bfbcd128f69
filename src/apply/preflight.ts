import { ReconcileError } from '../lib/errors.ts'
import type { Plan } from '../model/plan.ts'
import type { Run, RunStatus } from '../model/run.ts'
import type { RunContext } from './context.ts'

/** Throws `refused` for hazards that need to be allowed by name and are not. */
export function refuseHazards(plan: Plan, allow: readonly string[]): void {
  const blocking = plan.steps.flatMap((step) =>
    step.hazards
      .filter(({ id, severity }) => severity === 'block' && !allow.includes(id))
      .map((hazard) => ({ step, hazard })),
  )
  if (blocking.length === 0) return
  const ids = [...new Set(blocking.map(({ hazard }) => hazard.id))].toSorted()
  const lines = blocking.map(({ step, hazard }) => `${step.id} ${step.title}: ${hazard.message} [${hazard.id}]`)
  throw new ReconcileError('refused', `the plan has hazards that are not allowed here:\n${lines.join('\n')}`, {
    hint: `Change the plan, or allow them by name: --allow ${ids.join(',')}`,
  })
}

/** Throws `refused` for a plan that was made for another engine: its statements mean nothing here. */
export function refuseOtherEngine(plan: Plan, { dialect }: RunContext): void {
  if (plan.target.dialect === dialect.name) return
  throw new ReconcileError('refused', `the plan is for ${plan.target.dialect}, the target is ${dialect.name}`, {
    hint: 'Plan again for this target.',
  })
}

/** Throws `refused` while an earlier run has not come to an end: two half-done plans cannot be told apart later. */
export function refuseUnfinished(run: Run | null): void {
  if (run === null || run.status === 'done' || run.status === 'rolled_back') return
  throw new ReconcileError('refused', `run ${run.id} (${run.owner}) is not finished: it is ${run.status}`, {
    hint: waysOut[run.status],
  })
}

const waysOut: Readonly<Record<Exclude<RunStatus, 'done' | 'rolled_back'>, string>> = {
  running: 'Finish it with `reconcile resume`, or take it back with `reconcile rollback`.',
  failed: 'Finish it with `reconcile resume`, or take it back with `reconcile rollback`.',
  paused: 'Finish it with `reconcile continue`, or take it back with `reconcile rollback`.',
  rolling_back: 'Finish taking it back with `reconcile rollback`.',
}
