import { oneLine, wrap } from '../../report/clip.ts'
import { about, clockTime, duration, lockText, shortCount } from '../../report/duration.ts'
import { blockersText, fraction, remainingMs } from '../../report/event-text.ts'
import { failureDetails } from '../../report/summary.ts'
import type { ApplyUi } from '../apply-state.ts'
import type { Glyphs } from '../glyphs.ts'
import { layoutOf, windowStart } from '../layout.ts'
import { ended, overallFraction, runRemainingMs, type RunState, type RunStep } from '../run-state.ts'
import { restyled, span, spread, type Row, type Style } from '../span.ts'
import { tooSmall } from './browse.ts'
import { footerRow } from './footer.ts'
import { helpView } from './help.ts'
import { paneRows, screenful, sideBySide } from './pane.ts'

interface ApplyViewInput {
  readonly title: string
  readonly run: RunState
  readonly ui: ApplyUi
  /** On the clock that the run's events are timed with. */
  readonly now: number
}

/** The live run as rows: where it is, what it waits for, how far it has come, what Ctrl-C would do. */
export function applyView(input: ApplyViewInput, cols: number, rows: number, glyphs: Glyphs): readonly Row[] {
  const { run, ui } = input
  const layout = layoutOf(cols, rows, { warnings: 0, treeRows: run.steps.length, zoom: false, pane: 'tree' })
  if (layout === null) return screenful(smallView(input, cols, rows), cols, rows, glyphs)
  const tree = layout.tree === null ? [] : stepsPane(input, layout.tree, glyphs)
  const detail = layout.detail === null ? [] : detailPane(input, layout.detail, glyphs)
  const panes = layout.stacked ? [...tree, ...detail] : sideBySide(tree, detail)
  if (ui.help) return screenful(helpView('apply', cols, rows, glyphs), cols, rows, glyphs)
  const top = [headerRow(input, cols, glyphs), overallRow(input, cols, glyphs)]
  return [
    ...screenful([...top, ...panes], cols, rows - 2, glyphs),
    ...screenful([messageRow(input), footer(run, cols, glyphs)], cols, 2, glyphs),
  ]
}

/** How many steps fit on the screen, for moving by pages. */
export function applyPage(run: RunState, cols: number, rows: number): number {
  const layout = layoutOf(cols, rows, { warnings: 0, treeRows: run.steps.length, zoom: false, pane: 'tree' })
  return Math.max(1, (layout?.tree?.height ?? 4) - 3)
}

/** A run goes on behind a screen that is too small: say at least where it is. */
function smallView({ run }: ApplyViewInput, cols: number, rows: number): readonly Row[] {
  const current = run.steps.find(({ id }) => id === run.current)
  return [
    [
      span(`${Math.floor(overallFraction(run) * 100)}% `, 'strong'),
      span(current === undefined ? run.status : `${current.id} ${oneLine(current.title)}`),
    ],
    [span('The run goes on.')],
    ...tooSmall(cols, rows).slice(0, 2),
  ]
}

function headerRow({ title, run, now }: ApplyViewInput, cols: number, glyphs: Glyphs): Row {
  const elapsed = run.elapsedMs ?? (run.startedAt === null ? 0 : now - run.startedAt)
  const left = [
    span(' '),
    span('reconcile', 'strong'),
    span(` ${title}  `),
    span(oneLine(run.target), 'strong'),
    span(`  ${run.run === null ? '' : `run ${run.run}`}`, 'dim'),
  ]
  return spread(left, [span(`elapsed ${clockTime(elapsed)}  `), stateSpan(run, now), span(' ')], cols, glyphs.ellipsis)
}

/** One phrase for what is going on. */
function stateSpan(run: RunState, now: number): Row[number] {
  if (run.failure !== null) return span(`FAILED at ${run.failure.step}`, 'bad')
  if (ended(run)) return endSpan(run.status)
  if (run.stopping !== null) return span(`stopping ${oneLine(run.stopping)}`, 'warn')
  if (run.wait !== null) return span(`waiting ${duration(Math.floor((now - run.wait.since) / 1000) * 1000)}`, 'warn')
  return run.status === 'starting' ? span('starting', 'dim') : span('live', 'good')
}

function endSpan(status: RunState['status']): Row[number] {
  if (status === 'paused') return span('at the gate', 'warn')
  if (status === 'done' || status === 'rolled_back') return span(status.replaceAll('_', ' '), 'good')
  return status === 'failed' ? span('FAILED', 'bad') : span('stopped', 'warn')
}

function overallRow({ run, now }: ApplyViewInput, cols: number, glyphs: Glyphs): Row {
  const part = overallFraction(run)
  const done = run.steps.filter(({ status }) => status === 'done' || status === 'undone').length
  const left = runRemainingMs(run, now)
  const words = `${String(Math.floor(part * 100)).padStart(3)}%  ${done}/${run.steps.length} steps${run.phase === null || ended(run) ? '' : `  ${run.phase}`}`
  const eta = left === null || ended(run) ? '' : `  ETA ${clockTime(left)}`
  const after = run.time === null ? eta : `  took ${duration(run.time.tookMs)} (est. ${about(run.time.estimateMs)})`
  return [span(' '), ...bar(part, Math.max(10, Math.min(40, cols - 50)), glyphs), span(` ${words}${after}`)]
}

function stepsPane(
  { run, ui, now }: ApplyViewInput,
  size: { width: number; height: number },
  glyphs: Glyphs,
): readonly Row[] {
  const looking = ui.looking ?? run.current
  const selected = Math.max(
    0,
    run.steps.findIndex(({ id }) => id === looking),
  )
  const height = size.height - 2
  const start = windowStart(run.steps.length, height, selected)
  const rows = run.steps
    .slice(start, start + height)
    .map((step) => stepRow(step, run, step.id === looking, now, size.width - 2, glyphs))
  return paneRows(
    {
      title: [span('Steps', 'strong')],
      footer: ui.looking === null ? 'follows' : 'G follows again',
      rows,
      ...size,
      focused: true,
    },
    glyphs,
  )
}

function stepRow(step: RunStep, run: RunState, selected: boolean, now: number, width: number, glyphs: Glyphs): Row {
  const { mark, style } = markOf(step, run, glyphs)
  const time =
    step.elapsedMs !== null
      ? duration(step.elapsedMs)
      : step.startedAt !== null && !ended(run) && step.status !== 'failed'
        ? clockTime(now - step.startedAt)
        : step.status === 'failed'
          ? 'FAILED'
          : ''
  const left = [
    span(selected ? glyphs.cursor : ' ', 'key'),
    span(' '),
    span(mark, style),
    span(` ${step.id} ${oneLine(step.title)}`, step.status === 'pending' ? 'dim' : 'plain'),
  ]
  const row = spread(left, time === '' ? [] : [span(`${time} `, style)], width, glyphs.ellipsis)
  return selected ? restyled(row, 'selected') : row
}

function markOf(step: RunStep, run: RunState, glyphs: Glyphs): { mark: string; style: Style } {
  switch (step.status) {
    case 'done':
    case 'undone':
      return { mark: glyphs.ok, style: 'good' }
    case 'failed':
      return { mark: glyphs.bad, style: 'bad' }
    case 'running':
    case 'undoing':
      return run.wait !== null ? { mark: glyphs.waiting, style: 'warn' } : { mark: glyphs.running, style: 'focus' }
    case 'pending':
      return { mark: glyphs.pending, style: 'dim' }
  }
}

function detailPane(
  { run, ui, now }: ApplyViewInput,
  size: { width: number; height: number },
  glyphs: Glyphs,
): readonly Row[] {
  const step = run.steps.find(({ id }) => id === (ui.looking ?? run.current))
  const width = size.width - 4
  const height = size.height - 2
  const about = step === undefined ? [] : stepLines(step, run, now, width, glyphs)
  const room = Math.max(0, height - about.length - 1)
  const notes =
    room === 0
      ? []
      : run.notes
          .slice(-room)
          .map(({ at, text }): Row => [span(`${clockTime(at - (run.startedAt ?? at))} `, 'dim'), span(oneLine(text))])
  const rows = [...about, ...(notes.length === 0 ? [] : [[], ...notes])].map((row): Row => [span(' '), ...row])
  const title =
    step === undefined
      ? [span('Starting', 'strong')]
      : [span(`${step.id} `, 'strong'), span(oneLine(step.title), 'strong')]
  return paneRows({ title, footer: '', rows, ...size, focused: false }, glyphs)
}

function stepLines(step: RunStep, run: RunState, now: number, width: number, glyphs: Glyphs): readonly Row[] {
  if (run.failure !== null && run.failure.step === step.id) return failureRows(run.failure, width)
  return [
    ...progressRows(step, width, glyphs),
    ...(step.attempts > 1 ? [[span(`attempt ${step.attempts}`, 'warn')]] : []),
    ...(run.wait !== null && run.current === step.id ? waitRows(run.wait, now, width) : []),
    ...lockRows(step),
    ...(step.note === null ? [] : wrapped(step.note, width, 'dim')),
    ...(step.status === 'pending' ? [[span(`not started; about ${duration(step.estimateMs)}`, 'dim')]] : []),
  ]
}

function lockRows({ lock }: RunStep): readonly Row[] {
  const text = lock === null ? null : lockText(lock)
  return text === null ? [] : [[span(text)]]
}

function progressRows({ progress, rates, status }: RunStep, width: number, glyphs: Glyphs): readonly Row[] {
  if (progress === null) return []
  const part = fraction(progress)
  const left = status === 'running' || status === 'undoing' ? remainingMs(progress) : null
  const total =
    progress.total === null ? '' : ` / ${progress.estimated ? '~' : ''}${progress.total.toLocaleString('en-US')}`
  const cursor = progress.cursor.length === 0 ? '' : `last key ${oneLine(progress.cursor.join(', '))}`
  return [
    [span(`${progress.done.toLocaleString('en-US')}${total} rows`)],
    ...(part === null
      ? []
      : [
          [
            ...bar(part, Math.min(40, width - 16), glyphs),
            span(` ${Math.floor(part * 100)}%${left === null ? '' : `  ${clockTime(left)} left`}`),
          ],
        ]),
    [
      span(
        `${shortCount(progress.rowsPerSecond)} rows/s   batch of ${progress.batchRows.toLocaleString('en-US')} took ${duration(progress.batchMs)}`,
      ),
    ],
    ...(cursor === '' ? [] : [[span(cursor, 'dim')]]),
    ...(rates.length < 2
      ? []
      : [[span('rate ', 'dim'), span(sparkline(rates, Math.min(40, width - 5), glyphs), 'focus')]]),
  ]
}

function waitRows(wait: NonNullable<RunState['wait']>, now: number, width: number): readonly Row[] {
  const { retryAt } = wait
  const next = retryAt === null ? '' : `, next try in ${Math.max(0, Math.ceil((retryAt - now) / 1000))} s`
  return [
    ...wrapped(`waits: ${oneLine(wait.reason)}${blockersText(wait.blockers)}`, width, 'warn'),
    ...wait.blockers
      .slice(0, 2)
      .flatMap(({ pid, query }) => wrapped(`${pid}: ${oneLine(query)}`, width, 'dim').slice(0, 2)),
    [span(`lets others through${next}`, 'dim')],
  ]
}

function failureRows(failure: NonNullable<RunState['failure']>, width: number): readonly Row[] {
  const code = failure.sqlState === null ? '' : ` [${oneLine(failure.sqlState)}]`
  return [
    ...wrapped(`${oneLine(failure.message)}${code}`, width, 'bad'),
    ...failureDetails(failure, width).flatMap((line) => wrapped(line, width, 'plain')),
  ]
}

function messageRow({ run, ui }: ApplyViewInput): Row {
  if (ui.message !== null) return [span(` ${ui.message}`, 'warn')]
  if (ended(run)) {
    return run.failure === null && run.status !== 'failed'
      ? []
      : [span(' What is done stays done. Any key leaves; the next commands are printed then.', 'warn')]
  }
  if (ui.stops === 2) return [span(' Cancelling now; what runs is rolled back, nothing is torn.', 'warn')]
  if (ui.stops === 1) {
    return [
      span(
        ` Stopping ${oneLine(run.stopping ?? 'after this step or batch')}. Done stays done. ^C again: cancel it now.`,
        'warn',
      ),
    ]
  }
  return []
}

function footer(run: RunState, cols: number, glyphs: Glyphs): Row {
  return ended(run) ? [span(' '), span('Enter', 'key'), span(' leave')] : footerRow('apply', cols, glyphs)
}

function bar(part: number, width: number, glyphs: Glyphs): Row {
  const full = Math.round(Math.max(0, Math.min(1, part)) * width)
  return [span(glyphs.barFull.repeat(full), 'focus'), span(glyphs.barEmpty.repeat(width - full), 'dim')]
}

/** The newest rates as one character each. */
function sparkline(rates: readonly number[], width: number, glyphs: Glyphs): string {
  const shown = rates.slice(-width)
  const top = Math.max(...shown, 1)
  return shown
    .map(
      (rate) =>
        glyphs.spark[Math.min(glyphs.spark.length - 1, Math.floor((rate / top) * (glyphs.spark.length - 0.01)))],
    )
    .join('')
}

function wrapped(text: string, width: number, style: Style): readonly Row[] {
  return wrap(text, width, '  ').map((line) => [span(line, style)])
}
