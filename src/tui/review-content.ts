import { count } from '../lib/text.ts'
import type { Allowances } from '../model/allowance.ts'
import { displayName } from '../model/name.ts'
import { displayRef } from '../model/object-ref.ts'
import { merelyTold, type Obstacle } from '../model/obstacle.ts'
import type { Plan } from '../model/plan.ts'
import { phases, type Phase, type Step } from '../model/step.ts'
import { verdictOn } from '../report/allowed.ts'
import { oneLine } from '../report/clip.ts'
import { about } from '../report/duration.ts'
import { lossWords, totalWords } from '../report/review.ts'
import { conditionWords, engineName, shortId, type ShownTarget } from '../report/step-text.ts'
import { hazardsOf, totals } from '../report/totals.ts'
import { consentToPlan } from './consent.ts'
import { badgeOf, inverseDetails, lockDetails, signOf, sqlDetails, whyDetails, type BrowseContent } from './content.ts'
import { obstacleGroups, obstacleRows } from './obstacle-content.ts'
import type { Entry, Group } from './outline.ts'
import { span, type Row } from './span.ts'
import { unmodeledTexts } from '../report/left-alone.ts'

const tabs = ['SQL', 'Rollback', 'Locks', 'Why']

/** Everything the review screen shows of a plan, and of what a run of it would meet now. */
export function reviewContent(
  plan: Plan,
  target: ShownTarget,
  allowances: Allowances,
  obstacles: readonly Obstacle[] = [],
): BrowseContent {
  const [stopping, passable] = parted(obstacles, ({ stops }) => stops)
  const [told, waited] = parted(passable, ({ id }) => merelyTold.has(id))
  return {
    screen: 'review',
    header: [
      span('reconcile', 'strong'),
      span(' review  '),
      span(oneLine(target.name), 'strong'),
      span(`  plan ${shortId(plan.id)}  ${engineName(plan.target)}  ${oneLine(target.shownAs)}`, 'dim'),
    ],
    totals: totalsRow(plan),
    warnings: [
      ...obstacleRows(stopping),
      ...lossRows(plan),
      ...obstacleRows(waited),
      ...hazardRows(plan, allowances),
      ...obstacleRows(told),
      ...leftAloneRows(plan),
    ],
    outline: {
      tabs,
      groups: [
        ...obstacleGroups([...stopping, ...waited, ...told], tabs.length),
        ...phases.flatMap((phase) => phaseGroup(plan.steps, phase, target, allowances, plan.gate)),
      ],
    },
    consent: consentToPlan(plan, target, allowances, [...stopping, ...waited]),
  }
}

function parted<T>(all: readonly T[], first: (one: T) => boolean): readonly [T[], T[]] {
  return [all.filter(first), all.filter((one) => !first(one))]
}

function totalsRow(plan: Plan): Row {
  const sum = totals(plan)
  return [
    span(`takes ${about(sum.durationMs)}  `),
    sum.longestLock === null
      ? span('nobody waits  ', 'good')
      : span(`longest lock ${about(sum.longestLock.lockMs)} (${sum.longestLock.step})  `),
    ...(lossWords(sum).length === 0 ? [span('rollback exact  ', 'good')] : []),
    span(totalWords(sum).join('  ')),
  ]
}

function lossRows(plan: Plan): readonly Row[] {
  const loss = lossWords(totals(plan))
  return loss.length === 0 ? [] : [[span(`! rollback not exact: ${loss.join(', ')}`, 'bad')]]
}

function hazardRows(plan: Plan, allowances: Allowances): readonly Row[] {
  return hazardsOf(plan).map(({ step, hazard }) => {
    const { blocked, word, note } = verdictOn(hazard, allowances)
    return [
      span(`! ${word} `, blocked ? 'bad' : 'warn'),
      span(`${hazard.id} `, 'strong'),
      span(`${step.id}: ${oneLine(hazard.message)}`),
      ...(note === null ? [] : [span(` (${note.label} ${note.text})`, 'dim')]),
    ]
  })
}

function leftAloneRows(plan: Plan): readonly Row[] {
  const names = [...plan.unmanaged.map(displayRef), ...unmodeledTexts(plan.unmodeled)]
  return names.length === 0 ? [] : [[span(`not managed, not touched: ${oneLine(names.join(', '))}`, 'dim')]]
}

/** The steps of one phase; `gate`: whether they wait behind one. */
export function phaseGroup(
  all: readonly Step[],
  phase: Phase,
  target: ShownTarget,
  allowances: Allowances,
  gate: boolean,
): readonly Group[] {
  const steps = all.filter((step) => step.phase === phase)
  if (steps.length === 0) return []
  const takes = about(steps.reduce((sum, step) => sum + step.estimate.durationMs, 0))
  const conditions = conditionWords(target)
  const waits = `gate: waits for reconcile continue${conditions === '' ? '' : ` and: ${conditions}`}`
  const barrier = target.gate === 'none' ? 'gate: open here, goes on at once' : waits
  return [
    {
      id: `phase:${phase}`,
      title: `${phases.indexOf(phase) + 1} ${phase[0]?.toUpperCase()}${phase.slice(1)}`,
      note: `${count(steps.length, 'step')}  ${takes}`,
      barrier: phase === 'contract' && gate ? barrier : null,
      entries: steps.map((step) => entryOf(step, target, allowances)),
    },
  ]
}

function entryOf(step: Step, target: ShownTarget, allowances: Allowances): Entry {
  const blocked = step.hazards.some((hazard) => verdictOn(hazard, allowances).blocked)
  const badge = badgeOf(step, target, blocked)
  const warned = step.hazards.some(({ severity }) => severity !== 'info') || badge.style === 'warn'
  const mark = blocked || badge.style === 'bad' ? 'bad' : warned ? 'warn' : 'ok'
  return {
    id: step.id,
    mark,
    sign: signOf(step),
    title: oneLine(step.title),
    badge,
    risky: mark !== 'ok',
    terms: {
      risk: mark === 'ok' ? 'safe' : `${badge.text.toLowerCase()} ${step.inverse.exactness}`,
      phase: `${phases.indexOf(step.phase) + 1} ${step.phase}`,
      table: displayName(step.subject),
      kind: step.change,
      hazard: step.hazards.map(({ id }) => id).join(' '),
    },
    details: [
      () => sqlDetails(step, target),
      () => inverseDetails(step.inverse),
      () => lockDetails(step, target),
      () => whyDetails(step, allowances),
    ],
  }
}
