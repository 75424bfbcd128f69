import { readFileSync } from 'node:fs'
import { ReconcileError } from '../../lib/errors.ts'
import { decodePlan } from '../../plan/codec.ts'
import type { Call } from '../call.ts'
import { reconcileVerb, reviewAndApply } from './reconcile.ts'

/** `reconcile apply [PLAN]`: a saved plan to the byte, or a fresh one. */
export async function applyVerb(call: Call, path: string | undefined): Promise<number> {
  if (path === undefined) return await reconcileVerb(call)
  return await reviewAndApply(call, decodePlan(readPlan(path), path), { saved: path })
}

function readPlan(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new ReconcileError('usage', `the plan ${path} cannot be read`, {
      hint: 'Plans are written to state/<target>/plans/<id>/plan.json by `reconcile plan`.',
      cause,
    })
  }
}
