import type { Plan } from '../model/plan.ts'
import type { Run } from '../model/run.ts'
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

/** Whether it is the gate that a paused run waits at, and not only an end that was asked for. */
export function waitsAtGate({ status, plan, steps }: Run): boolean {
  return status === 'paused' && plan.gate && steps.find((step) => step.status !== 'done')?.phase === 'contract'
}

function rank(phase: Phase): number {
  return phases.indexOf(phase)
}
