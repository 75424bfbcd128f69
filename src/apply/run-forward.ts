import type { Step } from '../model/step.ts'
import type { Run } from '../model/run.ts'
import type { UseCounters } from '../model/usage.ts'
import type { RunOptions, RunOutcome } from './context.ts'
import { isForeign, stepFailure } from './failures.ts'
import { pauseBefore } from './gate.ts'
import { safePoint } from './interrupt.ts'
import { runCourse } from './outcome.ts'
import { runStep } from './run-step.ts'
import type { Runtime } from './runtime.ts'
import { forward } from './task.ts'

/** Runs what is left of a run's plan: from its first step, or from where an earlier process stopped. */
export async function runForward(runtime: Runtime, run: Run, options: RunOptions): Promise<RunOutcome> {
  const { context, link, plan } = runtime
  const began = context.clock()
  const done = run.steps.filter(({ status }) => status === 'done').map(({ id }) => id)
  const behind = new Set(done)
  const left = plan.steps.filter(({ id }) => !behind.has(id))
  let current: Step | null = null
  context.emit({
    type: 'run_started',
    run: run.id,
    plan: plan.id,
    target: plan.target.name,
    direction: 'apply',
    steps: plan.steps.map(({ id, phase, title, estimate }) => ({ id, phase, title, estimateMs: estimate.durationMs })),
    done,
  })
  return await runCourse(runtime, began, {
    direction: 'apply',
    current: () => current?.id ?? null,
    settle: () => options.settle(link.session, run),
    steps: async () => {
      const gatePassed = await link.journal.gatePassed(run.id)
      for (const step of left) {
        await safePoint(context.interrupt)
        const pause = pauseBefore(step, plan, options, gatePassed)
        if (pause !== null) {
          const remaining = left.length - left.indexOf(step)
          if (pause === 'gate') {
            await link.journal.openGate(run.id)
            const counters = await countUse(runtime, run, options)
            if (counters !== null) await link.journal.saveUsage(run.id, counters)
            context.emit({ type: 'gate_reached', remaining })
          } else context.emit({ type: 'notice', message: `stopped before ${step.phase}, as asked: ${remaining} to go` })
          return 'paused'
        }
        if (step.phase !== current?.phase) context.emit({ type: 'phase_started', phase: step.phase })
        current = step
        await runStep(runtime, forward(step))
      }
      current = null
      return 'settle'
    },
  })
}

/** The run has come to its gate whether or not that can be counted: the condition stays unmet, and `continue` counts again. */
async function countUse({ context, link }: Runtime, run: Run, options: RunOptions): Promise<UseCounters | null> {
  try {
    return (await options.countUse?.(link.session, run)) ?? null
  } catch (error) {
    if (isForeign(context.dialect, error)) throw error
    const { message } = stepFailure(context.dialect, error).failure
    context.emit({ type: 'notice', message: `what is used could not be counted at the gate: ${message}` })
    return null
  }
}
