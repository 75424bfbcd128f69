import { count } from '../lib/text.ts'
import { type Allowances, nothingAllowed } from '../model/allowance.ts'
import type { Plan } from '../model/plan.ts'
import { phases, type Phase, type Step } from '../model/step.ts'
import { verdictOn } from './allowed.ts'
import { oneLine, wrap } from './clip.ts'
import { about, shortCount } from './duration.ts'
import { lockLines } from './locks.ts'
import { nextCommand } from './next-command.ts'
import { leftAloneLines } from './left-alone.ts'
import { paint, type Paint } from './paint.ts'
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
import { blockingHazards, effectOf, hazardsOf, totals, type Effect, type StepHazard, type Totals } from './totals.ts'

interface ReviewOptions {
  readonly target: ShownTarget
  readonly allowances?: Allowances
  /** The file that the plan was read from. */
  readonly saved?: string | null
  readonly color?: boolean
  /** Prose is wrapped at this many columns; SQL never is, so that it can be copied. */
  readonly width?: number
}

export const effectSigns: Readonly<Record<Effect, string>> = { create: '+', change: '~', drop: '-', fill: '»' }

/** The whole plan as text, for pipes, logs and people without a terminal. Ends with a line break. */
export function reviewText(plan: Plan, options: ReviewOptions): string {
  const { target, allowances = nothingAllowed, width = 100 } = options
  const style = paint(options.color ?? false)
  if (plan.steps.length === 0)
    return [...inSync(plan, target, style), ...leftAloneLines(plan, style, width), ''].join('\n')
  return [
    ...header(plan, target, style),
    ...totalLines(totals(plan), style),
    ...hazardSection(hazardsOf(plan), allowances, style, width),
    ...phases.flatMap((phase) => phaseSection(plan, phase, target, style, width)),
    ...leftAloneLines(plan, style, width),
    '',
    `${style.bold('Next:')} ${nextCommand(target, blockingHazards(plan, allowances), options.saved)}`,
    '',
  ].join('\n')
}

/** `+3 create  ~5 change  -1 drop  2 backfills of 4.1M rows`; what there is none of is left out. */
export function totalWords(sum: Totals): readonly string[] {
  const fills = sum.backfills === 0 ? [] : [count(sum.backfills, 'backfill')]
  return [
    ...(sum.create > 0 ? [`+${sum.create} create`] : []),
    ...(sum.change > 0 ? [`~${sum.change} change`] : []),
    ...(sum.drop > 0 ? [`-${sum.drop} drop`] : []),
    ...fills.map((text) => (sum.backfillRows > 0 ? `${text} of ~${shortCount(sum.backfillRows)} rows` : text)),
  ]
}

/** What cannot be taken back exactly, in words; empty when everything can. */
export function lossWords(sum: Totals): readonly string[] {
  return [
    ...(sum.lossy.length > 0 ? [`${count(sum.lossy.length, 'step')} LOSSY (${someIds(sum.lossy)})`] : []),
    ...(sum.irreversible.length > 0
      ? [`${count(sum.irreversible.length, 'step')} with NO WAY BACK (${someIds(sum.irreversible)})`]
      : []),
  ]
}

function someIds(ids: readonly string[]): string {
  return ids.length > 5 ? `${ids.slice(0, 5).join(', ')}, …` : ids.join(', ')
}

function inSync(plan: Plan, target: ShownTarget, style: Paint): readonly string[] {
  return [`${style.green('In sync:')} ${place(plan, target)} is what the specs say. Nothing to do.`]
}

function place(plan: Plan, target: ShownTarget): string {
  return `${oneLine(target.name)} (${oneLine(target.shownAs)}, ${engineName(plan.target)})`
}

function header(plan: Plan, target: ShownTarget, style: Paint): readonly string[] {
  return [style.bold(`Plan ${shortId(plan.id)} for ${place(plan, target)}`), '']
}

function totalLines(sum: Totals, style: Paint): readonly string[] {
  const longest = sum.longestLock
  const loss = lossWords(sum)
  return [
    totalWords(sum).join('  '),
    `takes ${about(sum.durationMs)}; ` +
      (longest === null
        ? 'nobody is made to wait'
        : `longest lock that others wait for: ${about(longest.lockMs)} (step ${longest.step})`),
    loss.length === 0 ? 'rollback: exact, all of it' : style.red(`rollback: ${loss.join(', ')}`),
  ]
}

function hazardSection(found: readonly StepHazard[], allowances: Allowances, style: Paint, width: number): string[] {
  if (found.length === 0) return []
  return ['', style.bold('Hazards'), ...found.flatMap((one) => hazardLines(one, allowances, style, width))]
}

function hazardLines({ step, hazard }: StepHazard, allowances: Allowances, style: Paint, width: number): string[] {
  const { blocked, word, note } = verdictOn(hazard, allowances)
  const paintWord = blocked ? style.red : hazard.severity === 'info' ? style.dim : style.yellow
  const message = wrap(oneLine(hazard.message), width - 11)
  return [
    `  ${paintWord(word.padEnd(7))}  ${style.bold(hazard.id)}  step ${step.id}: ${oneLine(step.title)}`,
    ...message.map((line) => `           ${line}`),
    ...labelled('instead', hazard.instead, width, '           ', style),
    ...(note === null ? [] : labelled(note.label, note.text, width, '           ', style)),
    ...(blocked ? [`           ${style.dim('allow'.padEnd(9))}--allow ${hazard.id}`] : []),
  ]
}

function phaseSection(plan: Plan, phase: Phase, target: ShownTarget, style: Paint, width: number): readonly string[] {
  const steps = plan.steps.filter((step) => step.phase === phase)
  if (steps.length === 0) return []
  const takes = about(steps.reduce((sum, step) => sum + step.estimate.durationMs, 0))
  return [
    '',
    ...(phase === 'contract' && plan.gate ? [...gateLines(target, style), ''] : []),
    `${style.bold(`Phase ${phase}`)}  ${count(steps.length, 'step')}, ${takes}; ${phaseWords[phase]}`,
    ...steps.flatMap((step) => ['', ...stepLines(step, target, style, width)]),
  ]
}

function gateLines(target: ShownTarget, style: Paint): readonly string[] {
  const words =
    target.gate === 'none'
      ? `gate: open on ${oneLine(target.name)} (gate: none), the steps below follow at once`
      : 'gate: stops here. Deploy the new application version, then run `reconcile continue`'
  const conditions = conditionWords(target)
  return [
    style.yellow(`── ${words} ──`),
    ...(conditions === '' ? [] : [style.yellow(`   it is refused until all of this holds: ${conditions}`)]),
  ]
}

function stepLines(step: Step, target: ShownTarget, style: Paint, width: number): readonly string[] {
  const sign = effectSigns[effectOf(step.change)]
  const way = verdict(step.inverse)
  const paintWay = way === 'exact' ? style.green : style.red
  const wayBack = labelled('rollback', wayBackText(step.inverse), width, '      ', style)
  const indent = '      '
  const [lock = '', ...moreLocks] = lockLines(step, target.dialect, target.lockBudgetMs)
  return [
    `  ${style.bold(`${step.id} ${sign} ${oneLine(step.title)}`)}`,
    ...labelled('lock', lock, width, indent, style),
    ...moreLocks.flatMap((line) => labelled('', line, width, indent, style)),
    ...labelled('takes', costText(step), width, indent, style),
    // Painted after wrapping: escape codes have no width, but wrapping would count them.
    ...wayBack.map((line, row) => (row === 0 ? line.replace(way, paintWay) : line)),
    ...quarantineLines(step.quarantines).flatMap((line) => labelled('kept', line, width, indent, style)),
    ...labelled('why', whyText(step), width, indent, style),
    ...sqlLines(step.action).map((line) => (line === '' ? '' : `${indent}  ${style.cyan(line)}`)),
  ]
}

function labelled(label: string, text: string, width: number, indent: string, style: Paint): readonly string[] {
  const room = Math.max(20, width - indent.length - 9)
  return wrap(text, room).map((line, row) => `${indent}${style.dim((row === 0 ? label : '').padEnd(9))}${line}`)
}
