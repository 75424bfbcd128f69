import { count } from '../lib/text.ts'
import { type Allowances, nothingAllowed } from '../model/allowance.ts'
import { displayRef } from '../model/object-ref.ts'
import type { Plan } from '../model/plan.ts'
import { phases, type Phase, type Step } from '../model/step.ts'
import { verdictOn } from './allowed.ts'
import { oneLine } from './clip.ts'
import { about } from './duration.ts'
import { lockLines, lockSummary } from './locks.ts'
import { nextCommand } from './next-command.ts'
import { effectSigns, lossWords, totalWords } from './review.ts'
import {
  conditionWords,
  costText,
  engineName,
  phaseWords,
  quarantineLines,
  shortId,
  sqlLines,
  verdict,
  wayBackText,
  whyText,
  type ShownTarget,
} from './step-text.ts'
import { blockingHazards, effectOf, hazardsOf, totals } from './totals.ts'
import { unmodeledTexts } from './left-alone.ts'

/** The review as Markdown, for pull requests. The hidden first line lets a bot find and update its own comment. */
export function reviewMarkdown(plan: Plan, options: { target: ShownTarget; allowances?: Allowances }): string {
  const { target, allowances = nothingAllowed } = options
  return [
    `<!-- reconcile:plan ${oneLine(target.name).replaceAll('--', '- -')} -->`,
    `## Reconcile: plan \`${shortId(plan.id)}\` for ${escaped(target.name)} (${engineName(plan.target)})`,
    '',
    ...(plan.steps.length === 0 ? ['In sync. Nothing to do.'] : body(plan, target, allowances)),
    ...names('Not in the specs, not touched', plan.unmanaged.map(displayRef)),
    ...names('Not modelled by Reconcile, not touched', unmodeledTexts(plan.unmodeled)),
    '',
  ].join('\n')
}

function body(plan: Plan, target: ShownTarget, allowances: Allowances): readonly string[] {
  const sum = totals(plan)
  const loss = lossWords(sum)
  const lock =
    sum.longestLock === null
      ? 'nobody is made to wait'
      : `longest lock that others wait for: ${about(sum.longestLock.lockMs)} (step ${sum.longestLock.step})`
  return [
    `**${escaped(totalWords(sum).join(', '))}**; takes ${escaped(about(sum.durationMs))}; ${escaped(lock)}.`,
    loss.length === 0 ? 'Can be rolled back exactly.' : `**Rollback: ${loss.join(', ')}.**`,
    ...hazardTable(plan, allowances),
    ...phases.flatMap((phase) => phaseSection(plan, phase, target)),
    '',
    `Next: \`${nextCommand(target, blockingHazards(plan, allowances))}\``,
  ]
}

function hazardTable(plan: Plan, allowances: Allowances): readonly string[] {
  const found = hazardsOf(plan)
  if (found.length === 0) return []
  return [
    '',
    '| hazard | step | what would happen | instead |',
    '|---|---|---|---|',
    ...found.map(({ step, hazard }) => {
      const { blocked, word, note } = verdictOn(hazard, allowances)
      const said = note === null ? '' : `; ${note.label} ${escaped(note.text)}`
      const state = `${blocked ? '**blocked**' : word}${said}`
      return row([`\`${hazard.id}\` (${state})`, step.id, escaped(hazard.message), escaped(hazard.instead)])
    }),
  ]
}

function phaseSection(plan: Plan, phase: Phase, target: ShownTarget): readonly string[] {
  const steps = plan.steps.filter((step) => step.phase === phase)
  if (steps.length === 0) return []
  const conditions = conditionWords(target)
  const gate =
    target.gate === 'none'
      ? `**Gate:** open on ${escaped(target.name)}, what follows runs at once.`
      : '**Gate:** stops here. Deploy the new application version, then run `reconcile continue`.' +
        (conditions === '' ? '' : ` It is refused until all of this holds: ${escaped(conditions)}.`)
  return [
    ...(phase === 'contract' && plan.gate ? ['', gate] : []),
    '',
    `### ${phase}: ${count(steps.length, 'step')}`,
    '',
    `${phaseWords[phase][0]?.toUpperCase()}${phaseWords[phase].slice(1)}.`,
    '',
    '| step | change | locks | takes | rollback |',
    '|---|---|---|---|---|',
    ...steps.map((step) =>
      row([
        step.id,
        `\`${effectSigns[effectOf(step.change)]}\` ${escaped(step.title)}`,
        escaped(lockSummary(step)),
        escaped(costText(step)),
        verdict(step.inverse),
      ]),
    ),
    ...steps.flatMap((step) => details(step, plan.target.dialect, target.lockBudgetMs)),
  ]
}

function details(step: Step, dialect: 'postgres' | 'sqlite', lockBudgetMs: number): readonly string[] {
  const sql = sqlLines(step.action)
  const longestFence = Math.max(2, ...[...sql.join('\n').matchAll(/`{3,}/g)].map(([ticks]) => ticks.length))
  const fence = '`'.repeat(longestFence + 1)
  return [
    '',
    `<details><summary>${step.id} ${escaped(step.title)}</summary>`,
    '',
    `${fence}sql`,
    ...sql,
    fence,
    '',
    ...lockLines(step, dialect, lockBudgetMs).map((line) => `- lock: ${escaped(line)}`),
    `- rollback: ${escaped(wayBackText(step.inverse))}`,
    ...quarantineLines(step.quarantines).map((line) => `- kept: ${escaped(line)}`),
    `- why: ${escaped(whyText(step))}`,
    '',
    '</details>',
  ]
}

function names(title: string, list: readonly string[]): readonly string[] {
  return list.length === 0 ? [] : ['', `${title}: ${list.map(escaped).join(', ')}`]
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}

/** Nothing that comes from a database or a spec may become markup, a mention or another table cell. */
function escaped(text: string): string {
  return oneLine(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/[\\`*_[\]|~#]/g, String.raw`\$&`)
    .replaceAll('@', '&#64;')
}
