import type { Plan } from '../model/plan.ts'
import type { Phase, Step } from '../model/step.ts'
import { phases } from '../model/step.ts'
import type { RunOptions } from './context.ts'

/** Why a run pauses before this step; null when it does not. */
export function pauseBefore(
  step: Step,
  plan: Plan,
  { gate, through }: Pick<RunOptions, 'gate' | 'through'>,
  gatePassed: boolean,
): 'gate' | 'through' | null {
  if (through !== undefined && rank(step.phase) > rank(through)) return 'through'
  return step.phase === 'contract' && plan.gate && gate === 'manual' && !gatePassed ? 'gate' : null
}

function rank(phase: Phase): number {
  return phases.indexOf(phase)
}
