import { writePlanBundle } from '../../bundle/write.ts'
import { plan } from '../../commands/plan.ts'
import type { Prepared } from '../../commands/prepare.ts'
import { apply } from '../../commands/runs.ts'
import { stateDirectory } from '../../commands/target.ts'
import type { LoadedDesired } from '../../commands/workplace.ts'
import { ReconcileError } from '../../lib/errors.ts'
import type { Plan } from '../../model/plan.ts'
import { diagnosticsJson } from '../../report/document.ts'
import { planJson } from '../../report/json.ts'
import { reviewText } from '../../report/review.ts'
import { blockingHazards } from '../../report/totals.ts'
import type { Call } from '../call.ts'
import { exitCodes } from '../exit-codes.ts'
import { watchRun } from '../live.ts'
import { printDiagnostics, printFindings } from '../print.ts'

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

/** What is known of a plan besides itself. */
interface About extends Partial<Pick<Prepared, 'diagnostics' | 'findings'>> {
  /** The file that it was read from. */
  readonly saved?: string | null
}

/** Shows the plan to whoever has to decide, and applies it once they have. */
export async function reviewAndApply(call: Call, reviewed: Plan, about: About): Promise<number> {
  const { io, options, terminal, place } = call
  const blocked = blockingHazards(reviewed, [...place.target.allow, ...options.allow])
  if (terminal.interactive) {
    const { reviewScreen } = await import('../../tui/review-screen.tsx')
    const answer = await reviewScreen({
      plan: reviewed,
      target: place.target,
      allow: options.allow,
      streams: io,
      color: terminal.color,
      ascii: terminal.ascii,
    })
    if (answer.decision === 'interrupted') return exitCodes.interrupted
    if (answer.decision === 'quit') {
      io.stdout.write('Nothing was changed. `reconcile plan` prints this plan.\n')
      return exitCodes.pending
    }
    return await run(call, reviewed, answer.allowed)
  }
  if (!options.yes) {
    showPlan(call, reviewed, about)
    return exitCodes.pending
  }
  if (blocked.length > 0) {
    showPlan(call, reviewed, about)
    const ids = [...new Set(blocked.map(({ hazard }) => hazard.id))]
    throw new ReconcileError('refused', `the plan poses hazards that are not allowed: ${ids.join(', ')}`, {
      hint: `Read what they mean in the review above. To go on all the same: --allow ${ids.join(',')}`,
    })
  }
  if (options.json) showPlan(call, reviewed, about)
  else if (!options.quiet) io.stderr.write(reviewText(reviewed, reviewOptions(call, about)))
  return await run(call, reviewed, [])
}

async function run(call: Call, reviewed: Plan, allowed: readonly string[]): Promise<number> {
  return await watchRun(call, { title: 'applying', direction: 'apply' }, allowed, (around) =>
    apply(call.place, reviewed, around, call.options.through ?? null),
  )
}

/** The plan, or the exit code after saying why there is none. */
async function planOrExplain(call: Call): Promise<Prepared | number> {
  const { outcome, loaded } = await plan(call.place)
  const shown = outcome.diagnostics.filter(({ severity }) => severity !== 'info')
  explain(call, outcome.kind === 'refused', outcome.kind === 'refused' ? outcome.diagnostics : shown, loaded)
  if (outcome.kind === 'refused') return outcome.because === 'invalid_spec' ? exitCodes.invalid : exitCodes.refused
  if (outcome.plan.steps.length > 0) {
    writePlanBundle(stateDirectory(call.place.selection, call.place.target), outcome.plan, call.place.target)
  }
  return outcome
}

function explain(call: Call, refused: boolean, diagnostics: Prepared['diagnostics'], { specs }: LoadedDesired): void {
  const { voice, options } = call
  const errors = refused ? diagnostics.filter(({ severity }) => severity !== 'info') : diagnostics
  if (voice.lines !== null) {
    for (const one of errors) voice.write(voice.lines.diagnostic(one))
    if (refused) voice.last('refused: there is no plan; nothing was changed', null)
  } else if (refused && options.json) voice.write(diagnosticsJson(diagnostics))
  printDiagnostics(call, errors, (file) => specs.files.find(({ name }) => name === file)?.text ?? null)
}

function showPlan(call: Call, shown: Plan, known: About): void {
  const { io, options, place, voice } = call
  const { diagnostics = [], findings = [], saved = null } = known
  const about = { target: place.target, allow: options.allow, diagnostics, findings, saved }
  if (voice.lines !== null) {
    voice.write(voice.lines.plan(shown, about))
    for (const finding of findings) voice.write(voice.lines.finding(finding))
  } else if (options.json) voice.write(planJson(shown, about))
  else io.stdout.write(reviewText(shown, reviewOptions(call, known)))
}

function reviewOptions({ options, place, terminal }: Call, { saved = null }: About): Parameters<typeof reviewText>[1] {
  return { target: place.target, allow: options.allow, saved, color: terminal.color, width: terminal.width }
}
