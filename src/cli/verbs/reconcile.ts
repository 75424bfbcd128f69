import { writePlanBundle } from '../../bundle/write.ts'
import { plan } from '../../commands/plan.ts'
import type { Prepared } from '../../commands/prepare.ts'
import { stateDirectory } from '../../commands/target.ts'
import { ReconcileError } from '../../lib/errors.ts'
import type { Plan } from '../../model/plan.ts'
import { lapsedDiagnostics } from '../../report/allowed.ts'
import { reviewText } from '../../report/review.ts'
import { blockingHazards } from '../../report/totals.ts'
import type { Call } from '../call.ts'
import { exitCodes } from '../exit-codes.ts'
import { type About, planOrReason, reviewOptions, showPlan } from '../planned.ts'
import { printFindings } from '../print.ts'

/** `reconcile plan`: what would be done. Writes the bundle, changes nothing in the database. */
export async function planVerb(call: Call): Promise<number> {
  const planned = await planOrExplain(call)
  if (typeof planned === 'number') return planned
  showPlan(call, planned.plan, planned)
  printFindings(call, planned.findings)
  if (planned.plan.steps.length === 0) return exitCodes.done
  return planned.findings.length > 0 ? exitCodes.refused : exitCodes.pending
}

/** `reconcile` and `reconcile apply`: plan, review, apply. */
export async function reconcileVerb(call: Call): Promise<number> {
  const planned = await planOrExplain(call)
  if (typeof planned === 'number') return planned
  if (planned.plan.steps.length === 0) {
    showPlan(call, planned.plan, planned)
    call.voice.last('in sync: nothing to do', null)
    return exitCodes.done
  }
  if (planned.findings.length > 0) {
    showPlan(call, planned.plan, planned)
    printFindings(call, planned.findings)
    const message = 'the data does not allow this plan; nothing was changed'
    call.io.stderr.write(`\nRefused: ${message}\n`)
    call.voice.last(`refused: ${message}`, null)
    return exitCodes.refused
  }
  return await reviewAndApply(call, planned.plan, planned)
}

/** Shows the plan to whoever has to decide, and applies it once they have. */
export async function reviewAndApply(call: Call, reviewed: Plan, about: About): Promise<number> {
  const { io, options, terminal, place, allowances } = call
  const blocked = blockingHazards(reviewed, allowances)
  if (terminal.interactive) {
    const { reviewScreen } = await import('../../tui/review-screen.tsx')
    const answer = await reviewScreen({
      plan: reviewed,
      target: place.target,
      allowances,
      obstacles: about.obstacles ?? [],
      streams: io,
      color: terminal.color,
      ascii: terminal.ascii,
    })
    if (answer.decision === 'interrupted') return exitCodes.interrupted
    if (answer.decision === 'quit') {
      io.stdout.write('Nothing was changed. `reconcile plan` prints this plan.\n')
      return exitCodes.pending
    }
    return await carryOut(call, reviewed, answer.allowed)
  }
  if (!options.yes) {
    showPlan(call, reviewed, about)
    return exitCodes.pending
  }
  if (blocked.length > 0) {
    showPlan(call, reviewed, about)
    const ids = [...new Set(blocked.map(({ hazard }) => hazard.id))]
    const over = lapsedDiagnostics(reviewed, allowances).map(({ message }) => `${message}. `)
    throw new ReconcileError('refused', `the plan poses hazards that are not allowed: ${ids.join(', ')}`, {
      hint: `${over.join('')}Read what they mean in the review above. To go on all the same: --allow ${ids.join(',')}`,
    })
  }
  if (options.json) showPlan(call, reviewed, about)
  else if (!options.quiet) io.stderr.write(reviewText(reviewed, reviewOptions(call, about)))
  return await carryOut(call, reviewed, [])
}

/** What only a run needs is loaded when there is one: `plan` is over sooner. */
async function carryOut(call: Call, reviewed: Plan, allowed: readonly string[]): Promise<number> {
  const { watchRun } = await import('../live.ts')
  const { apply } = await import('../../commands/runs.ts')
  const { passGate } = await import('../gate.ts')
  const { code, run } = await watchRun(call, { title: 'applying', direction: 'apply' }, allowed, (around) =>
    apply(call.place, reviewed, around, call.options.through ?? null),
  )
  return await passGate(call, run, code)
}

/** The plan, or the exit code after saying why there is none. */
async function planOrExplain(call: Call): Promise<Prepared | number> {
  const planned = planOrReason(call, await plan(call.place))
  if (typeof planned !== 'number' && planned.plan.steps.length > 0) {
    writePlanBundle(stateDirectory(call.place.selection, call.place.target), planned.plan, {
      target: call.place.target,
      allowances: call.allowances,
    })
  }
  return planned
}
