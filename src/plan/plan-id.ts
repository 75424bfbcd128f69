import { fingerprint } from '../lib/fingerprint.ts'
import type { Plan } from '../model/plan.ts'

/**
 * The hash of all that a plan does. What it is expected to take is left out: that is measured anew with every run, and the
 * same plan is the same whether the target has become quicker or not.
 */
export function planId(plan: Omit<Plan, 'id'>): string {
  return fingerprint({ ...plan, steps: plan.steps.map(({ estimate, ...step }) => step) })
}
