import { describe, expect, test } from 'vitest'
import type { RunEvent } from '../../src/model/event.ts'
import { textWidth } from '../../src/report/clip.ts'
import { initialApplyUi, watch } from '../../src/tui/apply-state.ts'
import { asciiGlyphs, unicodeGlyphs } from '../../src/tui/glyphs.ts'
import { initialRunState, overallFraction, reduce, runRemainingMs, type RunState } from '../../src/tui/run-state.ts'
import { runStore } from '../../src/tui/run-store.ts'
import { rowText } from '../../src/tui/span.ts'
import { applyView } from '../../src/tui/view/apply.ts'
import { failedRun, progressed, started, waited } from '../report/sample-events.ts'

function after(events: readonly (readonly [number, RunEvent])[]): RunState {
  return events.reduce((state, [at, event]) => reduce(state, event, at), initialRunState('production', 'apply'))
}

function screen(
  run: RunState,
  now: number,
  cols: number,
  rows: number,
  ui = initialApplyUi,
  glyphs = unicodeGlyphs,
): string {
  return `${applyView({ title: 'applying', run, ui, now }, cols, rows, glyphs)
    .map((row) => rowText(row).trimEnd())
    .join('\n')}\n`
}

const filling = failedRun.filter(([at]) => at <= 88_400)

describe('the state of a run', () => {
  test('follows its events', () => {
    const state = after(filling)
    expect(state).toMatchObject({
      run: 'r-20261120-0912',
      status: 'running',
      phase: 'backfill',
      current: '2.1',
      wait: null,
    })
    expect(state.steps.map(({ status }) => status)).toEqual([
      'done',
      'done',
      'done',
      'pending',
      'running',
      'pending',
      'pending',
      'pending',
    ])
    expect(state.notes.at(-1)?.text).toContain('batch size')
  })

  test('waiting is seen and forgotten when the step goes on', () => {
    const waiting = after(filling.filter(([at]) => at <= 1010))
    expect(waiting.wait).toMatchObject({ reason: 'lock timeout on customers', since: 1010, retryAt: 3010 })
    expect(reduce(waiting, { type: 'step_started', step: '1.2', attempt: 2 }, 3010).wait).toBeNull()
  })

  test('a failure keeps its step, its rows and its hint', () => {
    const state = after(failedRun)
    expect(state.status).toBe('failed')
    expect(state.failure).toMatchObject({
      step: '3.1',
      sqlState: '23503',
      offenders: ['id=17 tier_id=9', 'id=21 tier_id=9'],
    })
    expect(state.elapsedMs).toBe(437_080)
  })

  test('steps that an earlier process did are done from the start', () => {
    if (started.type !== 'run_started') throw new Error('the first event starts the run')
    const state = after([[0, { ...started, done: ['1.1', '1.2'] }]])
    expect(state.steps.filter(({ status }) => status === 'done').map(({ id }) => id)).toEqual(['1.1', '1.2'])
    const back = after([[0, { ...started, direction: 'rollback', done: ['4.2'] }]])
    expect(back.status).toBe('rolling_back')
    expect(back.steps.find(({ id }) => id === '4.2')?.status).toBe('undone')
  })

  test('how much is done grows from 0 to 1 and says nothing about the end too early', () => {
    expect(overallFraction(initialRunState('x', 'apply'))).toBe(0)
    const parts = filling.map((_, index) => overallFraction(after(filling.slice(0, index + 1))))
    expect(parts.toSorted((a, b) => a - b)).toEqual(parts)
    expect(runRemainingMs(after(filling.slice(0, 5)), 100)).toBeNull()
    const remaining = runRemainingMs(after(filling), 88_400)
    // 3.87M rows at 11,400 a second, then 57 s of estimates for the rest.
    expect(remaining).toBeGreaterThan(380_000)
    expect(remaining).toBeLessThan(410_000)
  })

  test('notes and rates do not grow for ever', () => {
    const state = Array.from({ length: 1000 }, (_, index) => index).reduce(
      (current, index) =>
        reduce(reduce(current, progressed('2.1', index), index), { type: 'notice', message: `${index}` }, index),
      after(filling),
    )
    expect(state.notes.length).toBeLessThanOrEqual(100)
    expect(state.steps.find(({ id }) => id === '2.1')?.rates.length).toBeLessThanOrEqual(60)
  })
})

describe('the apply screen', () => {
  test('while filling, at 120x30', async () => {
    await expect(screen(after(filling), 88_500, 120, 30)).toMatchFileSnapshot('snapshots/apply-filling.txt')
  })

  test('while waiting for a lock, at 80x24', async () => {
    await expect(screen(after(filling.filter(([at]) => at <= 1010)), 2010, 80, 24)).toMatchFileSnapshot(
      'snapshots/apply-waiting.txt',
    )
  })

  test('after a failure, at 80x24', async () => {
    await expect(screen(after(failedRun), 440_000, 80, 24)).toMatchFileSnapshot('snapshots/apply-failed.txt')
  })

  test('fits every size in every state', () => {
    const states = failedRun.map((_, index) => after(failedRun.slice(0, index)))
    for (const [cols, rows] of [
      [30, 5],
      [60, 15],
      [80, 24],
      [120, 40],
    ] as const) {
      for (const state of states) {
        const view = applyView(
          { title: 'applying', run: state, ui: initialApplyUi, now: 500_000 },
          cols,
          rows,
          unicodeGlyphs,
        )
        expect(view).toHaveLength(rows)
        for (const row of view) expect(textWidth(rowText(row))).toBeLessThanOrEqual(cols)
      }
    }
  })

  test('in ASCII', () => {
    const events = failedRun.filter(([, event]) => event.type !== 'notice')
    expect(screen(after(events), 440_000, 120, 40, initialApplyUi, asciiGlyphs)).toMatch(/^[\n\x20-\x7e]*$/)
  })

  test('a small screen still says where the run is', () => {
    expect(screen(after(filling), 88_500, 40, 8)).toContain('2.1 backfill')
  })
})

describe('watching a run', () => {
  const run = after(filling)

  test('Ctrl-C asks to stop, the second one to cancel', () => {
    const first = watch(run, initialApplyUi, 'ctrl+c', 10)
    expect(first).toMatchObject({ stops: 1, leave: false })
    expect(watch(run, first, 'ctrl+c', 10)).toMatchObject({ stops: 2, leave: false })
    const stopping = reduce(run, { type: 'interrupt_requested', safePoint: 'after this batch' }, 89_000)
    expect(screen(stopping, 89_000, 120, 30, first)).toContain(
      'Stopping after this batch. Done stays done. ^C again: cancel it now.',
    )
  })

  test('q does not leave while a run goes on, and says what does', () => {
    const ui = watch(run, initialApplyUi, 'q', 10)
    expect(ui.leave).toBe(false)
    expect(ui.message).toContain('^C stops it')
  })

  test('any key leaves once it is over', () => {
    for (const key of ['q', 'enter', 'escape', 'x', 'ctrl+c'])
      expect(watch(after(failedRun), initialApplyUi, key, 10).leave).toBe(true)
  })

  test('looking at another step stops following, G follows again', () => {
    const up = watch(run, initialApplyUi, 'up', 10)
    expect(up.looking).toBe('1.4')
    expect(watch(run, up, 'G', 10).looking).toBeNull()
  })

  test('is told at most four times a second, except of what matters', async () => {
    const clock = { ms: 0 }
    const store = runStore('production', 'apply', () => clock.ms)
    const told = { times: 0 }
    const stop = store.subscribe(() => void (told.times += 1))
    store.push(started)
    expect(told.times).toBe(1)
    for (let index = 0; index < 500; index += 1) store.push(progressed('2.1', index))
    store.push(waited('2.1'))
    expect(told.times).toBe(1)
    expect(store.state().wait).toBeNull()
    await expect.poll(() => told.times).toBe(2)
    expect(store.state().wait).not.toBeNull()
    store.push({ type: 'run_finished', run: 'r', status: 'done', elapsedMs: 1 })
    expect(told.times).toBe(3)
    stop()
  })
})
