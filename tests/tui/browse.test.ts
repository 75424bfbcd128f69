import { describe, expect, test } from 'vitest'
import { splitGraphemes, textWidth } from '../../src/report/clip.ts'
import type { GateNow, JudgedCondition } from '../../src/model/gate.ts'
import { nothingAllowed, onCommandLine } from '../../src/model/allowance.ts'
import type { BrowseContent } from '../../src/tui/content.ts'
import { asciiGlyphs, unicodeGlyphs } from '../../src/tui/glyphs.ts'
import { gateContent } from '../../src/tui/gate-content.ts'
import { reviewContent } from '../../src/tui/review-content.ts'
import { rollbackContent } from '../../src/tui/rollback-content.ts'
import { rowText } from '../../src/tui/span.ts'
import { browse, initialBrowseState, type BrowseState } from '../../src/tui/state.ts'
import { browseLayout, browseView, detailRows } from '../../src/tui/view/browse.ts'
import { mildPlan, rebuildPlan, sampleObstacles, samplePlan, sampleRun, sampleTarget } from '../report/sample-plan.ts'

const review = reviewContent(samplePlan, sampleTarget, nothingAllowed)
const mild = reviewContent(mildPlan, sampleTarget, nothingAllowed)
const wide = reviewContent(rebuildPlan, { ...sampleTarget, name: '開発', dialect: 'sqlite' }, nothingAllowed)
const rollback = rollbackContent(
  sampleRun(
    'done',
    samplePlan.steps.map(() => 'done'),
  ),
)

const waiting = sampleRun(
  'paused',
  samplePlan.steps.map(({ phase }) => (phase === 'contract' ? 'pending' : 'done')),
)
/** At the gate of a target with one condition. */
function gateAt(met: boolean): BrowseContent {
  const detail = met ? 'there is none' : '2 sessions: murzico-v1 (pid 7, user app)'
  return gateContent(waiting, sampleTarget, nothingAllowed, {
    kind: 'judged',
    gate: {
      openedAt: '2026-11-20T09:19:05.000Z',
      conditions: [{ condition: { kind: 'no_session', patterns: ['murzico-v1*'] }, met, detail }],
    },
  })
}
const gate = gateAt(false)

const clock = { ms: 10_000 }

/** Presses keys, by default slowly enough to be a person. */
function press(
  content: BrowseContent,
  keys: readonly string[],
  options: { gapMs?: number; from?: BrowseState; cols?: number; rows?: number } = {},
): BrowseState {
  const { gapMs = 200, cols = 120, rows = 40 } = options
  return keys.reduce((state, key) => {
    clock.ms += gapMs
    const layout = browseLayout(content, state, cols, rows)
    const measure = () => ({
      treeRows: (layout?.tree?.height ?? 3) - 2,
      detailRows: (layout?.detail?.height ?? 3) - 2,
      detailLines: detailRows(content, state, (layout?.detail?.width ?? 4) - 4).length,
    })
    return browse(
      { screen: content.screen, outline: content.outline, consent: content.consent, at: clock.ms, measure },
      state,
      key,
    )
  }, options.from ?? initialBrowseState(content.outline))
}

function screen(
  content: BrowseContent,
  state: BrowseState,
  cols: number,
  rows: number,
  glyphs = unicodeGlyphs,
): string {
  return `${browseView(content, state, cols, rows, glyphs)
    .map((row) => rowText(row).trimEnd())
    .join('\n')}\n`
}

describe('what is on the screen', () => {
  for (const [cols, rows] of [
    [80, 24],
    [120, 40],
    [60, 20],
  ] as const) {
    test(`the review at ${cols}x${rows}`, async () => {
      const state = press(review, ['down', 'down', 'down', 'down', 'down', 'down', 'down', 'down', 'down'])
      expect(state.cursor).toBe('4.1')
      await expect(screen(review, state, cols, rows)).toMatchFileSnapshot(`snapshots/review-${cols}x${rows}.txt`)
    })
  }

  test('the confirmation of a plan that loses something, at 80x24', async () => {
    await expect(screen(review, press(review, ['a', 'p', 'enter']), 80, 24)).toMatchFileSnapshot(
      'snapshots/confirm-lossy.txt',
    )
  })

  test('the confirmation of a mild plan has its focus on Cancel', async () => {
    await expect(screen(mild, press(mild, ['a']), 80, 24)).toMatchFileSnapshot('snapshots/confirm-mild.txt')
  })

  test('the rollback at 100x30', async () => {
    await expect(screen(rollback, press(rollback, ['down']), 100, 30)).toMatchFileSnapshot(
      'snapshots/rollback-100x30.txt',
    )
  })

  test('the gate at 100x30', async () => {
    await expect(screen(gate, press(gate, ['down']), 100, 30)).toMatchFileSnapshot('snapshots/gate-100x30.txt')
  })

  test('the gate before anything is known of it, when it cannot be asked for, and without conditions', () => {
    const first = (now: GateNow | null): string => {
      const content = gateContent(waiting, sampleTarget, nothingAllowed, now)
      return screen(content, press(content, []), 100, 30)
    }
    expect(first(null)).toContain('asking how the gate stands')
    expect(first({ kind: 'trouble', message: 'the server is gone' })).toContain('not yet: the server is gone')
    expect(first({ kind: 'judged', gate: { openedAt: null, conditions: [] } })).toContain('waits for a person')
  })

  test('what a run would meet now comes first, the worst before the rest', async () => {
    const content = reviewContent(samplePlan, sampleTarget, nothingAllowed, sampleObstacles)
    const state = press(content, ['down'])
    expect(state.cursor).toBe('long-transaction')
    await expect(screen(content, state, 100, 30)).toMatchFileSnapshot('snapshots/review-obstacles-100x30.txt')
    expect(press(content, ['down', 'down']).cursor).toBe('long-transaction 2')
    const risky = screen(content, press(content, ['f']), 140, 60)
    expect(risky).toContain('low-disk')
    expect(risky).toContain('long-transaction 2')
    expect(screen(content, press(content, ['/', ...splitGraphemes('risk:worth'), 'enter']), 140, 60)).toContain('1/1')
    expect(screen(content, press(content, ['a']), 100, 30)).toContain('refused while this is so: low-disk')
    expect(screen(content, press(content, ['a']), 100, 30)).toContain('in the way at this moment: long-transaction')
  })

  test('what stands in the way takes more than Enter, and what is merely told does not', () => {
    const [told, waited] = sampleObstacles
    const mildWith = (one: (typeof sampleObstacles)[number] | undefined): boolean =>
      reviewContent(mildPlan, { ...sampleTarget, gate: 'none' }, nothingAllowed, one === undefined ? [] : [one]).consent
        .mild
    expect([undefined, told, waited].map(mildWith)).toEqual([true, true, false])
  })

  test('help, from the table of keys', async () => {
    await expect(screen(review, press(review, ['?']), 80, 24)).toMatchFileSnapshot('snapshots/help.txt')
  })

  test('ASCII only, for locales that are not UTF-8', () => {
    const text =
      screen(review, press(review, ['down', '?', 'x', 'a']), 80, 24, asciiGlyphs) +
      screen(review, press(review, []), 120, 40, asciiGlyphs)
    expect(text).toMatch(/^[\n\x20-\x7e]*$/)
  })

  test('no row is wider than the screen and all rows are there, whatever the size, the names and the state', () => {
    const states = [[], ['4'], ['z'], ['2', 'tab', 'down'], ['a'], ['?'], ['/', 'x'], ['f'], ['left', 'left']]
    for (const content of [review, mild, wide, rollback, gate]) {
      for (const [cols, rows] of [
        [60, 15],
        [61, 16],
        [80, 24],
        [84, 30],
        [85, 20],
        [120, 40],
        [200, 60],
      ] as const) {
        for (const keys of states) {
          const view = browseView(content, press(content, keys, { cols, rows }), cols, rows, unicodeGlyphs)
          expect(view).toHaveLength(rows)
          for (const row of view) expect(textWidth(rowText(row))).toBeLessThanOrEqual(cols)
        }
      }
    }
  })

  test('frames stand straight with wide characters in them', () => {
    const lines = screen(wide, press(wide, []), 100, 20)
      .split('\n')
      .filter((line) => line.startsWith('│'))
    expect(lines.length).toBeGreaterThan(5)
    for (const line of lines) {
      expect(textWidth(line)).toBe(100)
      expect(line.endsWith('│')).toBe(true)
    }
  })

  test('escape sequences of a spec do not reach the screen', () => {
    expect(screen(wide, press(wide, ['4']), 100, 20)).not.toContain('\u001b')
  })

  test('a screen that is too small says so and what to do', () => {
    const text = screen(review, press(review, []), 40, 8)
    expect(text).toContain('Needs 60x15.')
    expect(text).toContain('reconcile plan')
  })

  test('the way back, the lock over budget and the block are words, not only colours', () => {
    const text = screen(review, press(review, []), 120, 40)
    for (const word of ['safe', 'slow', 'LOSSY', 'NO UNDO', 'BLOCKED', 'put aside', '4.1M rows'])
      expect(text).toContain(word)
    const quiet = reviewContent(
      { ...mildPlan, steps: mildPlan.steps.map((step) => ({ ...step, estimate: { ...step.estimate, lockMs: 2000 } })) },
      sampleTarget,
      nothingAllowed,
    )
    expect(screen(quiet, press(quiet, []), 120, 40)).toContain('locks')
  })
})

describe('going on past the gate', () => {
  test('shows on a small screen what is not met before what is', () => {
    const judged = (ms: number, met: boolean): JudgedCondition => ({
      condition: { kind: 'soak', ms },
      met,
      detail: `${ms}`,
    })
    const conditions = [judged(1000, true), judged(2000, true), judged(3000, false), judged(4000, false)]
    const content = gateContent(waiting, sampleTarget, nothingAllowed, {
      kind: 'judged',
      gate: { openedAt: null, conditions },
    })
    const rows = screen(content, press(content, []), 60, 20).split('\n')
    expect(rows.slice(2, 4)).toEqual([expect.stringContaining('x soak 3s'), expect.stringContaining('x soak 4s')])
  })

  test('is asked for only while its conditions hold', () => {
    const closed = press(gate, ['a'])
    expect(closed.dialog).toBeNull()
    expect(closed.message).toBe('not yet: no session murzico-v1*')
    const asked = press(gateAt(true), ['a'])
    expect(screen(gateAt(true), asked, 100, 30)).toContain('Go on past the gate of production with 2 steps?')
    expect(press(gateAt(true), [...splitGraphemes('production'), 'enter'], { from: asked }).decision).toBe('apply')
  })
})

describe('moving around', () => {
  test('up and down stop at the ends, pages and jumps too', () => {
    expect(press(review, ['up', 'up', 'up']).cursor).toBe('phase:expand')
    expect(press(review, ['G']).cursor).toBe('4.2')
    expect(press(review, ['G', 'down', 'j']).cursor).toBe('4.2')
    expect(press(review, ['G', 'g']).cursor).toBe('phase:expand')
    expect(press(review, ['pagedown']).cursor).toBe('4.2')
    expect(press(review, ['pagedown', 'pageup']).cursor).toBe('phase:expand')
  })

  test('left goes to the phase and folds it, right unfolds it and goes into the details', () => {
    const folded = press(review, ['left', 'left'])
    expect(folded.cursor).toBe('phase:expand')
    expect(screen(review, folded, 120, 40)).not.toContain('1.2 + add column')
    const unfolded = press(review, ['right', 'right'], { from: folded })
    expect(unfolded.folded.size).toBe(0)
    expect(unfolded.pane).toBe('detail')
    expect(press(review, ['left'], { from: unfolded }).pane).toBe('tree')
  })

  test('a phase shows the details of all its steps', () => {
    const lines = detailRows(review, press(review, ['up']), 80).map(rowText)
    expect(lines).toContain('1.1 create table tiers')
    expect(lines).toContain('1.4 add value gift to enum entry_kind')
  })

  test('details scroll no further than their end, and start over with the next step', () => {
    const end = press(review, ['tab', 'G'], { cols: 80, rows: 24 })
    expect(end.scroll).toBeGreaterThan(0)
    expect(press(review, ['down', 'down'], { from: end, cols: 80, rows: 24 }).scroll).toBe(end.scroll)
    expect(press(review, ['up'], { from: end, cols: 80, rows: 24 }).scroll).toBe(end.scroll - 1)
    expect(press(review, ['tab', 'down'], { from: end, cols: 80, rows: 24 }).scroll).toBe(0)
  })

  test('tabs by number and in a ring', () => {
    expect(press(review, ['3']).tab).toBe(2)
    expect(press(review, ['[']).tab).toBe(3)
    expect(press(review, ['4', ']']).tab).toBe(0)
    expect(press(rollback, ['4']).tab).toBe(0)
  })

  test('only what is risky', () => {
    const state = press(review, ['f'])
    const text = screen(review, state, 120, 40)
    expect(text).toContain('4.1 ~ change type')
    expect(text).not.toContain('1.2 + add column')
    expect(state.cursor).toBe('1.3')
    expect(press(review, ['f'], { from: state }).onlyRisky).toBe(false)
  })

  test('the filter narrows while it is typed, by text, by terms, by exclusion and by expression', () => {
    const shown = (filter: string) => {
      const state = press(review, ['/', ...splitGraphemes(filter), 'enter'])
      return ['1.1', '1.2', '1.3', '1.4', '2.1', '3.1', '4.1', '4.2'].filter((id) =>
        screen(review, state, 160, 40).includes(`${id} `),
      )
    }
    expect(shown('tiers')).toEqual(['1.1'])
    expect(shown('kind:index')).toEqual(['1.3'])
    expect(shown('phase:contract !points')).toEqual(['4.2'])
    expect(shown('risk:lossy')).toEqual(['4.1'])
    expect(shown('/^3|gift/')).toEqual(['1.4', '3.1'])
    expect(shown('/(/')).toEqual([])
    expect(press(review, ['/', 'x', 'y', 'backspace']).filter).toBe('x')
    expect(press(review, ['/', 'x', 'escape']).filter).toBe('')
  })

  test('keys of the table do nothing while text is typed', () => {
    const state = press(review, ['/', 'q', 'a'])
    expect(state.decision).toBeNull()
    expect(state.dialog).toBeNull()
    expect(state.filter).toBe('qa')
  })

  test('Esc goes back one level at a time: zoom, filter, pane', () => {
    const state = press(review, ['/', 't', 'enter', 'tab', 'z'])
    expect(state.zoom).toBe(true)
    const unzoomed = press(review, ['escape'], { from: state })
    expect([unzoomed.zoom, unzoomed.filter]).toEqual([false, 't'])
    expect(press(review, ['escape'], { from: unzoomed }).filter).toBe('')
  })
})

describe('saying yes', () => {
  test('no single key applies anything', () => {
    for (const key of ['a', 'A', 'y', 'Y', 'enter', ' ', 'x', 'd']) {
      expect(press(mild, [key]).decision).toBeNull()
      expect(press(mild, ['a', key]).decision).toBeNull()
    }
  })

  test('a mild plan: the button must be chosen first', () => {
    expect(press(mild, ['a', 'enter'])).toMatchObject({ decision: null, dialog: null })
    expect(press(mild, ['a', 'tab', 'enter']).decision).toBe('apply')
    expect(press(mild, ['a', 'tab', 'tab', 'enter']).decision).toBeNull()
    expect(press(mild, ['a', 'right', 'escape'])).toMatchObject({ decision: null, dialog: null })
  })

  test('a plan that loses something: the name of the target has to be typed, exactly', () => {
    const name = splitGraphemes('production')
    expect(press(review, ['a', ...name, 'enter']).decision).toBe('apply')
    expect(press(review, ['a', ...name.slice(0, -1), 'enter']).decision).toBeNull()
    expect(press(review, ['a', 'y', 'e', 's', 'enter']).dialog?.complaint).toBe('That is not production.')
    expect(press(review, ['a', 'tab', 'enter']).decision).toBeNull()
    expect(press(review, ['a', 'x', 'ctrl+u', ...name, 'enter']).decision).toBe('apply')
  })

  test('a name with wide characters can be typed and corrected', () => {
    const lossy = reviewContent(
      { ...samplePlan, target: { ...samplePlan.target } },
      { ...sampleTarget, name: '本番👨‍👩‍👧' },
      nothingAllowed,
    )
    expect(press(lossy, ['a', '本', '番', '👨‍👩‍👧', 'enter']).decision).toBe('apply')
    expect(press(lossy, ['a', '本', '番', '👨‍👩‍👧', 'x', 'backspace', 'enter']).decision).toBe('apply')
  })

  test('keys typed before the dialog was drawn, and the Enter of a paste, are not answers', () => {
    expect(press(mild, ['a', 'tab', 'enter'], { gapMs: 1 }).decision).toBeNull()
    const open = press(review, ['a'])
    const typed = press(
      review,
      ['production', 'enter'].flatMap((part) => (part === 'enter' ? [part] : splitGraphemes(part))),
      { from: open, gapMs: 5 },
    )
    expect(typed.decision).toBeNull()
    // The same paste a moment later is in the field, and Enter by hand goes on.
    expect(
      press(review, ['enter'], { from: press(review, splitGraphemes('production'), { from: open, gapMs: 200 }) })
        .decision,
    ).toBe('apply')
  })

  test('hazards that block are named, and typing the name is what allows them', () => {
    expect(review.consent.allows).toEqual(['rewrites-table'])
    const allowances = { counting: [onCommandLine('rewrites-table')], lapsed: [] }
    expect(reviewContent(samplePlan, sampleTarget, allowances).consent.allows).toEqual([])
  })

  test('more dangers than fit are counted, not hidden', () => {
    const step = samplePlan.steps[6]
    if (step === undefined) throw new Error('the sample has a seventh step')
    const many = reviewContent(
      { ...samplePlan, steps: Array.from({ length: 30 }, (_, index) => ({ ...step, id: `4.${index + 1}` })) },
      sampleTarget,
      nothingAllowed,
    )
    const text = screen(many, press(many, ['a']), 80, 24)
    expect(text).toMatch(/! and \d+ more: Esc, then f shows them all/)
    expect(text).toContain('type production and press Enter')
  })

  test('q leaves, Ctrl-C interrupts, from everywhere', () => {
    expect(press(review, ['q']).decision).toBe('quit')
    for (const before of [[], ['a'], ['?'], ['/', 'x'], ['z']])
      expect(press(review, [...before, 'ctrl+c']).decision).toBe('interrupted')
  })
})
