import { count } from '../lib/text.ts'
import type { Allowances } from '../model/allowance.ts'
import { conditionText, type GateNow } from '../model/gate.ts'
import { type Run, stepsLeft } from '../model/run.ts'
import { phases } from '../model/step.ts'
import { oneLine } from '../report/clip.ts'
import { engineName, shortId, type ShownTarget } from '../report/step-text.ts'
import { consentToGate } from './consent.ts'
import type { BrowseContent } from './content.ts'
import { phaseGroup } from './review-content.ts'
import { span, type Row } from './span.ts'

/** Everything the gate screen shows: what waits behind the gate, and how its conditions stand; null: not asked yet. */
export function gateContent(run: Run, target: ShownTarget, allowances: Allowances, now: GateNow | null): BrowseContent {
  const { plan } = run
  return {
    screen: 'gate',
    header: [
      span('reconcile', 'strong'),
      span(' gate  '),
      span(oneLine(target.name), 'strong'),
      span(`  run ${run.id}  plan ${shortId(plan.id)}  ${engineName(plan.target)}`, 'dim'),
    ],
    totals: totalsRow(now),
    warnings: conditionRows(now),
    outline: {
      tabs: ['SQL', 'Rollback', 'Locks', 'Why'],
      groups: phases.flatMap((phase) => phaseGroup(stepsLeft(run), phase, target, allowances, false)),
    },
    consent: consentToGate(run, target, notYet(now)),
  }
}

function totalsRow(now: GateNow | null): Row {
  if (now === null) return [span('asking how the gate stands', 'dim')]
  if (now.kind === 'trouble') return [span(oneLine(now.message), 'bad')]
  const { openedAt, conditions } = now.gate
  const since = span(openedAt === null ? '' : `  open since ${openedAt}`, 'dim')
  if (conditions.length === 0)
    return [span('waits for a person: go on once no old application version runs any more', 'warn'), since]
  const unmet = conditions.filter(({ met }) => !met).length
  return unmet === 0
    ? [span('all conditions hold', 'good'), since]
    : [span(`${unmet} of ${count(conditions.length, 'condition')} not yet met`, 'warn'), since]
}

/** What is not met first: a small screen shows a few rows. */
function conditionRows(now: GateNow | null): readonly Row[] {
  if (now?.kind !== 'judged') return []
  const unmetFirst = now.gate.conditions.toSorted((a, b) => Number(a.met) - Number(b.met))
  return unmetFirst.map(({ condition, met, detail }) => [
    span(met ? '+ ' : 'x ', met ? 'good' : 'warn'),
    span(`${oneLine(conditionText(condition))}: `, 'strong'),
    span(oneLine(detail)),
  ])
}

function notYet(now: GateNow | null): string | null {
  if (now === null) return 'not yet: the conditions are being asked for'
  if (now.kind === 'trouble') return `not yet: ${oneLine(now.message)}`
  const unmet = now.gate.conditions.filter(({ met }) => !met).map(({ condition }) => oneLine(conditionText(condition)))
  return unmet.length === 0 ? null : `not yet: ${unmet.join(', ')}`
}
