import type { PlanResult } from '../commands/plan.ts'
import type { Prepared } from '../commands/prepare.ts'
import type { LoadedDesired } from '../commands/workplace.ts'
import type { Plan } from '../model/plan.ts'
import { diagnosticsJson } from '../report/document.ts'
import { planJson } from '../report/json.ts'
import { reviewText } from '../report/review.ts'
import { lapsedDiagnostics } from '../report/allowed.ts'
import type { Call } from './call.ts'
import { exitCodes } from './exit-codes.ts'
import { printDiagnostics, printObstacles } from './print.ts'

/** What is known of a plan besides itself. */
export interface About extends Partial<Pick<Prepared, 'diagnostics' | 'findings' | 'obstacles'>> {
  /** The file that it was read from. */
  readonly saved?: string | null
}

/** The plan, or the exit code after saying why there is none. */
export function planOrReason(call: Call, { outcome, loaded }: PlanResult): Prepared | number {
  const shown = outcome.diagnostics.filter(({ severity }) => severity !== 'info')
  explain(call, outcome.kind === 'refused', outcome.kind === 'refused' ? outcome.diagnostics : shown, loaded)
  if (outcome.kind === 'planned') return outcome
  return outcome.because === 'invalid_spec' ? exitCodes.invalid : exitCodes.refused
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

/** The plan with all that is known of it, in the words that were asked for. */
export function showPlan(call: Call, shown: Plan, known: About): void {
  const { io, options, place, voice, allowances } = call
  const { diagnostics = [], findings = [], obstacles = [], saved = null } = known
  const lapsed = lapsedDiagnostics(shown, allowances)
  printDiagnostics(call, lapsed, () => null)
  const told = [...diagnostics, ...lapsed]
  const about = { target: place.target, allowances, diagnostics: told, findings, obstacles, saved }
  if (voice.lines !== null) {
    for (const one of lapsed) voice.write(voice.lines.diagnostic(one))
    voice.write(voice.lines.plan(shown, about))
    for (const finding of findings) voice.write(voice.lines.finding(finding))
  } else if (options.json) voice.write(planJson(shown, about))
  else {
    io.stdout.write(reviewText(shown, reviewOptions(call, known)))
    printObstacles(call, obstacles)
  }
}

export function reviewOptions(
  { allowances, place, terminal }: Call,
  { saved = null }: About,
): Parameters<typeof reviewText>[1] {
  return { target: place.target, allowances, saved, color: terminal.color, width: terminal.width }
}
