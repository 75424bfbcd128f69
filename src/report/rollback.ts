import { count } from '../lib/text.ts'
import type { Run } from '../model/run.ts'
import type { Step } from '../model/step.ts'
import { oneLine, wrap } from './clip.ts'
import { paint, type Paint } from './paint.ts'
import { engineName, quarantineLines, shortId, sqlLines, verdict, wayBackText } from './step-text.ts'

interface RollbackOptions {
  readonly color?: boolean
  readonly width?: number
}

/** A step of a run that has taken effect (or may have), in the order in which it is taken back. */
export interface Undo {
  readonly step: Step
  /** False when the run stopped in the middle of it: whether it took effect is looked up first. */
  readonly certain: boolean
}

/** What a rollback of the run takes back: newest first. */
export function undoList(run: Run): readonly Undo[] {
  const statusOf = new Map(run.steps.map(({ id, status }) => [id, status]))
  return run.plan.steps.toReversed().flatMap((step) => {
    const status = statusOf.get(step.id)
    if (status === undefined || status === 'pending' || status === 'undone') return []
    return [{ step, certain: status === 'done' }]
  })
}

/** What a rollback would do, lose and keep. Ends with a line break. */
export function rollbackText(run: Run, options: RollbackOptions = {}): string {
  const { width = 100 } = options
  const style = paint(options.color ?? false)
  const undo = undoList(run)
  const place = `${oneLine(run.plan.target.name)}, ${engineName(run.plan.target)}`
  const title = style.bold(`Rollback of run ${run.id} (plan ${shortId(run.plan.id)}) on ${place}`)
  if (undo.length === 0) return `${title}\nNothing has taken effect. Nothing to take back.\n`
  return [
    title,
    `${count(undo.length, 'step')} to take back, newest first`,
    ...lossLines(undo, style),
    ...undo.flatMap((one) => ['', ...undoLines(one, style, width)]),
    '',
  ].join('\n')
}

function lossLines(undo: readonly Undo[], style: Paint): readonly string[] {
  const lost = undo.filter(({ step }) => step.inverse.exactness !== 'exact')
  if (lost.length === 0) return [style.green('every one exactly: the schema and every row come back')]
  return lost.map(({ step }) => style.red(`${verdict(step.inverse)}  ${step.id}: ${oneLine(step.inverse.note)}`))
}

function undoLines({ step, certain }: Undo, style: Paint, width: number): readonly string[] {
  const { inverse } = step
  const exact = inverse.exactness === 'exact'
  const note = wrap(`      ${wayBackText(inverse)}`, width, '      ')
  const sql = sqlLines(inverse.action)
  return [
    `  ${style.bold(`${step.id} undo: ${oneLine(step.title)}`)}`,
    ...note.map(exact ? style.green : style.red),
    ...(certain ? [] : ['      the run stopped in the middle of it: taken back only if it took effect']),
    ...quarantineLines(inverse.quarantines).flatMap((line) => wrap(`      ${line}`, width, '      ')),
    ...(inverse.discard === null ? [] : ['      while it is still empty it is plainly dropped instead']),
    ...(sql.length === 0
      ? ['        nothing to run']
      : sql.map((line) => (line === '' ? '' : `        ${style.cyan(line)}`))),
  ]
}
