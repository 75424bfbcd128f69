import type { Allowances } from '../model/allowance.ts'
import type { Hazard } from '../model/hazard.ts'
import type { Inverse, Step } from '../model/step.ts'
import { verdictOn } from '../report/allowed.ts'
import { duration, shortCount } from '../report/duration.ts'
import { lockLines, lockSummary } from '../report/locks.ts'
import { costText, quarantineLines, sqlLines, wayBackText, whyText, type ShownTarget } from '../report/step-text.ts'
import { effectOf } from '../report/totals.ts'
import { oneLine } from '../report/clip.ts'
import type { Consent } from './consent.ts'
import type { BrowsedScreen } from './keys.ts'
import type { DetailLine, Entry, Outline } from './outline.ts'
import type { Row, Style } from './span.ts'

/** All that a screen to browse shows. */
export interface BrowseContent {
  readonly screen: BrowsedScreen
  /** Where am I: action, target, engine, plan. */
  readonly header: Row
  readonly totals: Row
  /** What a person must not miss, the worst first; may be cut off when there is little room. */
  readonly warnings: readonly Row[]
  readonly outline: Outline
  readonly consent: Consent
}

/** Longer than this and somebody will wonder whether it hangs. */
const slowMs = 10_000

/** The sign in front of a title: ASCII on purpose, it is the same in every terminal. */
export function signOf(step: Step): string {
  return { create: '+', change: '~', drop: '-', fill: '*' }[effectOf(step.change)]
}

/** The worst thing about a step in one word. */
export function badgeOf(step: Step, target: ShownTarget, blocked: boolean): Entry['badge'] {
  if (step.inverse.exactness === 'none') return { text: 'NO UNDO', style: 'bad' }
  if (step.inverse.exactness === 'lossy') return { text: 'LOSSY', style: 'bad' }
  if (blocked) return { text: 'BLOCKED', style: 'bad' }
  if (step.estimate.lockMs > target.lockBudgetMs) return { text: 'locks', style: 'warn' }
  if (step.action.kind === 'backfill' && step.estimate.rows !== null) {
    return { text: `${shortCount(step.estimate.rows)} rows`, style: 'plain' }
  }
  if (step.estimate.durationMs >= slowMs) return { text: 'slow', style: 'warn' }
  if (step.quarantines.length > 0) return { text: 'put aside', style: 'plain' }
  if (step.hazards.some(({ severity }) => severity === 'warn')) return { text: 'care', style: 'warn' }
  return { text: 'safe', style: 'good' }
}

/** SQL, then in a few lines what it means: lock, time, way back, reason. */
export function sqlDetails(step: Step, target: ShownTarget): readonly DetailLine[] {
  const { exactness } = step.inverse
  return [
    ...sqlLines(step.action).map((text) => line(text, 'sql')),
    line(''),
    ...lockLines(step, target.dialect, target.lockBudgetMs).map((text) =>
      labelled('lock', text, step.estimate.lockMs > target.lockBudgetMs ? 'warn' : 'plain'),
    ),
    labelled('takes', `${costText(step)}${transactionNote(step)}`),
    labelled('rollback', wayBackText(step.inverse), exactness === 'exact' ? 'good' : 'bad'),
    ...quarantineLines(step.quarantines).map((text) => labelled('kept', text)),
    labelled('why', whyText(step), 'dim'),
  ]
}

/** The way back: how exact, what is kept, and its SQL. */
export function inverseDetails(inverse: Inverse): readonly DetailLine[] {
  const sql = sqlLines(inverse.action)
  return [
    line(wayBackText(inverse), inverse.exactness === 'exact' ? 'good' : 'bad'),
    ...quarantineLines(inverse.quarantines).map((text) => line(text)),
    line(''),
    ...(sql.length === 0 ? [line('nothing to run', 'dim')] : sql.map((text) => line(text, 'sql'))),
    ...(inverse.discard === null
      ? []
      : [
          line(''),
          line('instead, while it is still empty:', 'dim'),
          ...sqlLines(inverse.discard.action).map((text) => line(text, 'sql')),
        ]),
  ]
}

/** What is locked, who waits and for how long, statement by statement. */
export function lockDetails(step: Step, target: ShownTarget): readonly DetailLine[] {
  const over = step.estimate.lockMs > target.lockBudgetMs
  return [
    line(lockSummary(step), over ? 'warn' : 'strong'),
    line(''),
    ...lockLines(step, target.dialect, target.lockBudgetMs).map((text) => line(text, over ? 'warn' : 'plain')),
    line(''),
    labelled('takes', costText(step)),
    ...worksOf(step).map((work) => labelled('work', workWords[work])),
    labelled(
      'waiting',
      `for a lock at most ${duration(target.lockBudgetMs)} at a time, then lets others through and tries again`,
    ),
  ]
}

function worksOf({ action }: Step): readonly (keyof typeof workWords)[] {
  return action.kind === 'ddl' ? [...new Set(action.statements.map(({ work }) => work))] : ['rows']
}

const workWords = {
  catalog: 'catalog only, no row is read',
  scan: 'reads every row',
  index_build: 'reads every row and writes an index',
  rewrite: 'writes the whole table anew',
  rows: 'writes rows',
} as const

/** Reason, spec line, hazards with their way out, checks before and after. */
export function whyDetails(step: Step, allowances: Allowances): readonly DetailLine[] {
  return [
    line(whyText(step)),
    ...step.hazards.flatMap((hazard) => hazardDetails(hazard, allowances)),
    ...checkLines('checked before', step.prechecks),
    ...checkLines('checked after', step.verify),
  ]
}

function hazardDetails(hazard: Hazard, allowances: Allowances): readonly DetailLine[] {
  const { blocked, word, note } = verdictOn(hazard, allowances)
  return [
    line(''),
    line(`${word} ${hazard.id}`, blocked ? 'bad' : 'warn'),
    line(oneLine(hazard.message)),
    labelled('instead', oneLine(hazard.instead)),
    ...(note === null ? [] : [labelled(note.label, note.text)]),
    ...(blocked ? [labelled('allow', `--allow ${hazard.id}`)] : []),
  ]
}

export function line(text: string, style: Style = 'plain'): DetailLine {
  return { text, style }
}

/** A word in a column of its own, so that the eye finds lock, time and way back at once. */
export function labelled(label: string, text: string, style: Style = 'plain'): DetailLine {
  return { text: label.padEnd(labelColumns) + text, style, hang: labelColumns }
}

const labelColumns = 9

function checkLines(title: string, checks: Step['prechecks']): readonly DetailLine[] {
  if (checks.length === 0) return []
  return [line(''), line(`${title}; stops when`, 'dim'), ...checks.map(({ failure }) => line(`- ${oneLine(failure)}`))]
}

function transactionNote({ action }: Step): string {
  if (action.kind === 'backfill') return ', one transaction per batch'
  return action.statements.every(({ transactional }) => transactional)
    ? ', in one transaction'
    : ', outside of a transaction'
}
