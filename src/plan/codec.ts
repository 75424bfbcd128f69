import { ReconcileError } from '../lib/errors.ts'
import { type Plan, planVersion } from '../model/plan.ts'
import { planId } from './plan-id.ts'

/** The plan as a file: what `apply PLAN` reads back. */
export function encodePlan(plan: Plan): string {
  return `${JSON.stringify(plan, null, 2)}\n`
}

/**
 * Reads a plan file back. Throws `refused` when it is not one, is of another version, or was changed by hand: the id
 * is the hash of everything that is done, so what is applied is to the byte what was reviewed.
 */
export function decodePlan(text: string, source: string): Plan {
  const plan = parse(text, source)
  const { id, ...content } = plan
  const version: number = plan.version
  if (version !== planVersion) {
    throw new ReconcileError(
      'refused',
      `${source} is a plan of version ${version}; this Reconcile reads version ${planVersion}`,
      {
        hint: 'Plan again with this version.',
      },
    )
  }
  if (planId(content) !== id) {
    throw new ReconcileError('refused', `${source} is not the plan it says it is: its content does not match its id`, {
      hint: 'Plan again, and apply the file as it was written.',
    })
  }
  return plan
}

function parse(text: string, source: string): Plan {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && 'steps' in value && 'id' in value) return value as Plan
  } catch {
    // Falls through: whatever is wrong with the text, it is not a plan.
  }
  throw new ReconcileError('refused', `${source} is not a plan file`, {
    hint: 'Plans are written to state/<target>/plans/<id>/plan.json by `reconcile plan`.',
  })
}
