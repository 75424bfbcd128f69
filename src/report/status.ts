import { count } from '../lib/text.ts'
import { conditionText, type JudgedGate } from '../model/gate.ts'
import { timeOf } from '../model/run-time.ts'
import type { Run, RunStatus, StepRecord } from '../model/run.ts'
import type { Step } from '../model/step.ts'
import { oneLine, wrap } from './clip.ts'
import { besideEstimate, duration, timeText } from './duration.ts'
import { onTarget } from './next-command.ts'
import { paint, type Paint } from './paint.ts'
import { engineName, shortId } from './step-text.ts'

interface StatusOptions {
  readonly color?: boolean
  readonly width?: number
  /** Null unless the run waits at a gate with conditions. */
  readonly gate?: JudgedGate | null
}

const words: Readonly<Record<RunStatus, string>> = {
  running: 'running, or its process is gone',
  paused: 'waiting at the gate',
  failed: 'failed; what is done stays done',
  done: 'done',
  rolling_back: 'being rolled back, or that process is gone',
  rolled_back: 'rolled back',
}

/** The last run: what is done, what is not, and the command that goes on. Ends with a line break. */
export function statusText(run: Run | null, options: StatusOptions = {}): string {
  if (run === null) return 'No run yet. `reconcile plan` shows what would be done.\n'
  const { width = 100, gate = null } = options
  const style = paint(options.color ?? false)
  const target = `${oneLine(run.plan.target.name)}, ${engineName(run.plan.target)}`
  const next = nextAfter(run)
  const planned = new Map(run.plan.steps.map((step) => [step.id, step]))
  return [
    `${style.bold(`Run ${run.id}`)} of plan ${shortId(run.plan.id)} on ${target}: ${style.bold(words[run.status])}`,
    `started ${run.startedAt} by ${oneLine(run.owner)}` +
      (run.finishedAt === null
        ? ''
        : `, ended ${run.finishedAt} (${duration(between(run.startedAt, run.finishedAt))})`),
    progressLine(run.steps),
    ...timeLines(run),
    '',
    ...run.steps.flatMap((step) => recordLines(step, planned.get(step.id), style, width)),
    ...(gate === null ? [] : gateLines(gate, style, width)),
    ...(next === null ? [] : ['', `${style.bold('Next:')} ${next}`]),
    '',
  ].join('\n')
}

function timeLines(run: Run): readonly string[] {
  const time = run.status === 'rolled_back' ? null : timeOf(run)
  return [time === null ? null : timeText(time)].filter((text) => text !== null)
}

function gateLines({ openedAt, conditions }: JudgedGate, style: Paint, width: number): readonly string[] {
  const unmet = conditions.filter(({ met }) => !met).length
  const since = openedAt === null ? '' : ` since ${openedAt}`
  return [
    '',
    style.bold(
      `The gate waits${since}: ${unmet === 0 ? 'all conditions hold' : `${unmet} of ${count(conditions.length, 'condition')} not yet met`}`,
    ),
    ...conditions.flatMap(({ condition, met, detail }) => {
      const lines = wrap(
        `  ${met ? '+' : 'x'} ${oneLine(conditionText(condition))}: ${oneLine(detail)}`,
        width,
        '      ',
      )
      return met ? lines : lines.map(style.yellow)
    }),
  ]
}

/** The command to run after this run, or null when there is nothing left to do. */
export function nextAfter(run: Run): string | null {
  const target = onTarget(run.plan.target.name)
  switch (run.status) {
    case 'paused':
      return `reconcile continue${target}   (or: reconcile rollback${target})`
    case 'running':
    case 'failed':
      return `reconcile resume${target}   (or: reconcile rollback${target})`
    case 'rolling_back':
      return `reconcile rollback${target}`
    case 'done':
    case 'rolled_back':
      return null
  }
}

const marks: Readonly<Record<StepRecord['status'], string>> = {
  pending: ' ',
  running: '>',
  done: '+',
  failed: 'x',
  undoing: '<',
  undone: '-',
}

function recordLines(record: StepRecord, step: Step | undefined, style: Paint, width: number): readonly string[] {
  const { title = '', estimate } = step ?? {}
  const estimateMs = record.status === 'done' ? (estimate?.durationMs ?? null) : null
  const took =
    record.startedAt !== null && record.finishedAt !== null
      ? `, ${besideEstimate(between(record.startedAt, record.finishedAt), estimateMs)}`
      : ''
  const tries = record.attempts > 1 ? `, ${count(record.attempts, 'attempt')}` : ''
  const line = `  ${marks[record.status]} ${record.id} ${oneLine(title)}  (${record.status}${took}${tries})`
  if (record.error === null) return [record.status === 'pending' ? style.dim(line) : line]
  const code = record.error.sqlState === null ? '' : ` [${record.error.sqlState}]`
  return [
    line,
    ...wrap(`      ${oneLine(record.error.message)}${code}`, width, '      ').map(style.red),
    ...record.error.details.flatMap((detail) => wrap(`      ${oneLine(detail)}`, width, '        ')),
  ]
}

function progressLine(steps: readonly StepRecord[]): string {
  const order: readonly StepRecord['status'][] = ['done', 'running', 'failed', 'undoing', 'undone', 'pending']
  return order
    .map((status) => ({ status, number: steps.filter((step) => step.status === status).length }))
    .filter(({ number }) => number > 0)
    .map(({ status, number }) => `${number} ${status}`)
    .join(', ')
}

function between(start: string, end: string): number {
  return Date.parse(end) - Date.parse(start)
}
