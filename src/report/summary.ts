import { count } from '../lib/text.ts'
import { conditionText, type GateCondition } from '../model/gate.ts'
import type { Direction, Failure } from '../model/event.ts'
import { type RunTime, timeOf } from '../model/run-time.ts'
import type { Run, RunStatus, StepStatus } from '../model/run.ts'
import { oneLine, printableLines, wrap } from './clip.ts'
import { duration, timeText } from './duration.ts'
import { onTarget } from './next-command.ts'
import { paint, type Paint } from './paint.ts'

/** How a run ended, for the screen that stays after the full-screen view is gone. */
export interface Outcome {
  readonly run: string
  readonly target: string
  readonly direction: Direction
  readonly status: RunStatus
  readonly elapsedMs: number
  readonly steps: readonly { readonly id: string; readonly title: string; readonly status: StepStatus }[]
  /** Null on the way back, and before any step is done. */
  readonly time?: RunTime | null
  /** What `continue` will ask for. */
  readonly gateConditions?: readonly GateCondition[]
  readonly failure: (Failure & { readonly step: string }) | null
}

/** The outcome that the journal tells, for when no events were followed. */
export function outcomeOf(run: Run, direction: Direction): Outcome {
  // A run that has come to its end may have failed on the way there: that is over.
  const ended = run.status === 'done' || run.status === 'rolled_back'
  const titles = new Map(run.plan.steps.map(({ id, title }) => [id, title]))
  const failed = ended ? undefined : run.steps.find(({ error }) => error !== null)
  return {
    run: run.id,
    target: run.plan.target.name,
    direction,
    status: run.status,
    elapsedMs: run.finishedAt === null ? 0 : Date.parse(run.finishedAt) - Date.parse(run.startedAt),
    time: direction === 'apply' ? timeOf(run) : null,
    steps: run.steps.map(({ id, status }) => ({ id, title: titles.get(id) ?? '', status })),
    failure:
      failed?.error == null ? null : { ...failed.error, step: failed.id, statement: null, offenders: [], hint: '' },
  }
}

/** What was done, what was not, the next command and the run id. Ends with a line break. */
export function runSummary(outcome: Outcome, options: { color?: boolean; width?: number } = {}): string {
  const { width = 100 } = options
  const style = paint(options.color ?? false)
  const next = nextCommands(outcome)
  return [
    headline(outcome, style),
    ...timeLines(outcome),
    ...(outcome.failure === null ? [] : ['', ...failureLines(outcome.failure, style, width)]),
    ...leftLines(outcome),
    ...(next.length === 0
      ? []
      : ['', ...next.map((line, row) => `${style.bold(row === 0 ? 'Next:' : '  or:')} ${line}`)]),
    '',
  ].join('\n')
}

/** What a failure has to say beyond its message: the statement, what is in the way, what to do. */
export function failureDetails({ statement, offenders, hint, explained }: Failure, width: number): readonly string[] {
  const { name = '', causes = [], found = [], choices = [] } = explained ?? {}
  return [
    ...(statement === null ? [] : printableLines(statement).map((line) => `    ${line}`.trimEnd())),
    ...(offenders.length === 0 ? [] : ['  In the way:', ...offenders.map((row) => `    ${oneLine(row)}`)]),
    ...listed('Found:', found, width),
    ...listed(`${name.replaceAll('_', ' ')} comes from:`, causes, width),
    ...listed('What can be done:', choices, width),
    ...(hint === '' ? [] : wrap(`  ${oneLine(hint)}`, width, '  ')),
  ]
}

function listed(title: string, lines: readonly string[], width: number): readonly string[] {
  if (lines.length === 0) return []
  return [`  ${title}`, ...lines.flatMap((line) => wrap(`    - ${oneLine(line)}`, width, '      '))]
}

function failureLines(failure: Failure & { readonly step: string }, style: Paint, width: number): readonly string[] {
  const code = failure.sqlState === null ? '' : ` [${oneLine(failure.sqlState)}]`
  const step = failure.step === '' ? '' : `Step ${failure.step}: `
  const message = wrap(`${step}${oneLine(failure.message)}${code}`, width, '  ')
  return [...message.map(style.red), ...failureDetails(failure, width)]
}

function headline(outcome: Outcome, style: Paint): string {
  const { steps, status, direction } = outcome
  const target = oneLine(outcome.target)
  const done = steps.filter((step) => step.status === 'done').length
  const undone = steps.filter((step) => step.status === 'undone').length
  const time = outcome.elapsedMs > 0 ? ` in ${duration(outcome.elapsedMs)}` : ''
  const run = `run ${outcome.run}`
  const of = `${done} of ${count(steps.length, 'step')}`
  switch (status) {
    case 'done':
      return `${style.green('Done:')} ${count(steps.length, 'step')} applied to ${target}${time} (${run})`
    case 'rolled_back':
      return `${style.green('Rolled back:')} ${count(undone, 'step')} taken back on ${target}${time} (${run})`
    case 'paused':
      return `${style.yellow('Waiting at the gate:')} ${of} applied to ${target}${time} (${run})`
    case 'failed':
      return direction === 'rollback'
        ? `${style.red('Rollback failed:')} ${count(undone, 'step')} taken back, ${done} still applied on ${target} (${run})`
        : `${style.red('Failed:')} ${of} applied to ${target}${time} (${run})`
    case 'running':
    case 'rolling_back':
      return direction === 'rollback'
        ? `${style.yellow('Stopped:')} ${count(undone, 'step')} taken back, ${done} still applied on ${target} (${run})`
        : `${style.yellow('Stopped:')} ${of} applied to ${target}${time} (${run})`
  }
}

function timeLines({ time = null }: Outcome): readonly string[] {
  const text = time === null ? null : timeText(time)
  return text === null ? [] : [text]
}

/** What a rollback still has to look at; what never ran needs no way back. */
const stillThere: readonly StepStatus[] = ['done', 'running', 'failed', 'undoing']

/** The steps that have not come to their end, at most ten of them by name. */
function leftLines({ steps, direction, status }: Outcome): readonly string[] {
  const left = steps.filter((step) =>
    direction === 'apply' ? step.status !== 'done' : stillThere.includes(step.status),
  )
  if (status === 'done' || status === 'rolled_back' || left.length === 0) return []
  const shown = left.slice(0, 10)
  const more = left.length - shown.length
  const title = direction === 'apply' ? 'Not done yet:' : 'Not taken back yet:'
  return [
    '',
    title,
    ...shown.map((step) => `  ${step.id} ${oneLine(step.title)}${step.status === 'failed' ? '  (failed)' : ''}`),
    ...(more > 0 ? [`  … and ${count(more, 'step')} more`] : []),
  ]
}

function when(conditions: readonly GateCondition[]): string {
  return conditions.length === 0
    ? 'no old application version is running'
    : `all of this holds: ${conditions.map((condition) => oneLine(conditionText(condition))).join(', ')}`
}

function nextCommands({ status, target, direction, gateConditions = [] }: Outcome): readonly string[] {
  const on = onTarget(target)
  switch (status) {
    case 'done':
    case 'rolled_back':
      return []
    case 'paused':
      return [`reconcile continue${on}   once ${when(gateConditions)}`, `reconcile rollback${on}`]
    case 'failed':
    case 'running':
    case 'rolling_back':
      return direction === 'rollback'
        ? [`reconcile rollback${on}   goes on taking back`]
        : [`reconcile resume${on}   nothing that is done is repeated`, `reconcile rollback${on}`]
  }
}
