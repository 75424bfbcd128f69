import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { textWidth } from '../../src/report/clip.ts'
import { compiled } from '../support/compiled.ts'
import { terminal, type Terminal } from './terminal.ts'

let script = ''
const open: Terminal[] = []

beforeAll(async () => {
  script = (await compiled()).playScreen
})
afterEach(() => {
  for (const each of open.splice(0)) each.dispose()
})

function play(
  what: string,
  options: { cols?: number; rows?: number; flags?: readonly string[]; env?: Record<string, string> } = {},
): Terminal {
  const { cols = 100, rows = 30, flags = [], env = {} } = options
  const started = terminal(script, [what, ...flags], { cols, rows, env })
  open.push(started)
  return started
}

/** Long enough for the dialog to take keys as answers (see src/tui/dialog.ts). */
const aMoment = () => new Promise((resolve) => setTimeout(resolve, 400))

/** How the terminal is left behind. */
async function leftBehind(screen: Terminal): Promise<object> {
  return {
    alternate: await screen.alternate(),
    cursorVisible: screen.cursorVisible(),
    // The scrollback is the person's: nothing may erase it (CSI 3J), and what stood there before is there again.
    scrollbackErased: screen.raw().includes('\u001b[3J'),
    shownBefore: (await screen.text()).includes('before '),
  }
}

const asItWas = { alternate: false, cursorVisible: true, scrollbackErased: false, shownBefore: true }

/** What is wrong with a review frame of that size; nothing of another size may be left in it. */
function faults(text: string, cols: number, rows: number): readonly string[] {
  const lines = text.split('\n')
  const number = (start: string) => lines.filter((line) => line.startsWith(start)).length
  const panes = cols >= 85 ? 1 : 2
  return [
    ...(lines.length === rows && lines[0]?.startsWith(' reconcile review') === true ? [] : ['header']),
    ...(lines.at(-1)?.startsWith('  a apply') === true ? [] : ['footer']),
    ...(number(' reconcile review') === 1 && number(' needs --allow') === 1 ? [] : ['repeated rows']),
    ...(number('┌') === panes && number('└') === panes ? [] : ['panes']),
    ...lines.filter((line) => /^[│┌└]/.test(line) && textWidth(line) !== cols),
  ]
}

describe('the review on a real terminal', () => {
  test('looks at a step, refuses the wrong name, applies with the right one, leaves the terminal as it was', async () => {
    const screen = play('review', { cols: 150 })
    await screen.see('[SQL]')
    expect(await screen.alternate()).toBe(true)
    screen.type('G')
    await screen.see('ALTER TABLE customers RENAME COLUMN mail TO _rq_mail;')
    screen.type('2')
    await screen.see('RENAME COLUMN _rq_mail TO mail;')
    screen.type('a')
    await screen.see('type production and press Enter')
    await aMoment()
    screen.type('staging')
    await screen.see('> staging_')
    await aMoment()
    screen.type('\r')
    await screen.see('That is not production.')
    screen.type('\u0015production')
    await screen.see('> production_')
    await aMoment()
    screen.type('\r')
    await screen.see('after {"decision":"apply","allowed":["rewrites-table"]}')
    expect((await screen.exit).code).toBe(0)
    expect(await leftBehind(screen)).toEqual(asItWas)
  })

  test('a mild plan: Tab and Enter', async () => {
    const screen = play('mild')
    await screen.see('[SQL]')
    screen.type('a')
    await screen.see('[ Cancel ]')
    await aMoment()
    screen.type('\t')
    await screen.see('[ Apply ]')
    await aMoment()
    screen.type('\r')
    await screen.see('after {"decision":"apply","allowed":[]}')
    expect((await screen.exit).code).toBe(0)
  })

  test('keys that come all at once count one by one, and never confirm', async () => {
    const screen = play('mild')
    await screen.see('▸ ✓ 1.1')
    screen.type('kkkjj')
    await screen.see('▸ ✓ 1.2')
    screen.type('a\t\r')
    await screen.see('[ Cancel ]')
    expect(await screen.alternate()).toBe(true)
    screen.type('\u001b')
    await screen.see('▸ ✓ 1.2')
    screen.type('q')
    await screen.see('after {"decision":"quit","allowed":[]}')
    expect(await leftBehind(screen)).toEqual(asItWas)
  })

  test('Ctrl-C leaves at once and is told apart from q', async () => {
    const screen = play('review')
    await screen.see('[SQL]')
    // Until the terminal is in raw mode, which a key that is answered proves, Ctrl-C is a signal.
    screen.type('j')
    await screen.see(/▸ . 1\.2/)
    screen.type('\u0003')
    await screen.see('after {"decision":"interrupted","allowed":[]}')
    expect(await leftBehind(screen)).toEqual(asItWas)
  })

  test('resizing redraws everything, at every size on the way', async () => {
    const screen = play('review', { cols: 160, rows: 40 })
    await screen.see('[SQL]')
    for (const [cols, rows] of [
      [80, 24],
      [60, 20],
      [120, 40],
      [100, 15],
      [60, 15],
      [130, 30],
    ] as const) {
      screen.resize(cols, rows)
      await expect.poll(async () => faults(await screen.text(), cols, rows), { timeout: 10_000 }).toEqual([])
    }
    screen.resize(40, 10)
    await screen.see('Needs 60x15.')
    screen.type('q')
    await screen.see('after {"decision":"quit"')
    expect(await leftBehind(screen)).toEqual(asItWas)
  })

  test('wide names and escape sequences in the plan', async () => {
    const screen = play('wide', { cols: 80, rows: 24 })
    const shown = await screen.see('rebuild table 顧客ポイント履歴テーブル (2 changes)')
    for (const line of shown.split('\n').filter((each) => each.startsWith('│'))) expect(line).toMatch(/│$/)
    expect(screen.raw()).not.toContain('\u001b[31m(R20)')
  })

  test('without colour there is none', async () => {
    const screen = play('review', { flags: ['--no-color'], env: { FORCE_COLOR: '0', NO_COLOR: '1' } })
    await screen.see('▸ ✓ 1.1')
    // oxlint-disable-next-line no-control-regex -- colours are control characters
    expect(screen.raw()).not.toMatch(/\u001b\[[\d;]*m/)
  })

  test('with CI set, as on a shared runner with a terminal, it still draws', async () => {
    const screen = play('review', { env: { CI: '1' } })
    expect(await screen.see('[SQL]')).toContain('1.1 + create table tiers')
  })

  test('y puts the details on the clipboard', async () => {
    const screen = play('mild')
    await screen.see('[SQL]')
    screen.type('y')
    await screen.see('copied')
    const copied = (): string => {
      const payload = screen.raw().split('\u001b]52;c;')[1]?.split('\u0007')[0] ?? ''
      return Buffer.from(payload, 'base64').toString()
    }
    await expect.poll(copied, { timeout: 10_000 }).toContain('CREATE TABLE tiers (')
    await screen.see('▸ ✓ 1.1')
  })

  test('SIGTERM and SIGHUP restore the terminal', async () => {
    for (const signal of ['SIGTERM', 'SIGHUP']) {
      const screen = play('review')
      await screen.see('[SQL]')
      screen.kill(signal)
      await screen.exit
      expect(await leftBehind(screen)).toEqual(asItWas)
    }
  })

  test('an error while drawing leaves the alternate screen and is not lost', async () => {
    const screen = play('broken')
    await screen.see('thrown Error: a view that cannot be drawn')
    expect((await screen.exit).code).toBe(1)
    expect(await leftBehind(screen)).toEqual(asItWas)
  })
})

describe('the rollback on a real terminal', () => {
  test('asks for the name when something does not come back exactly', async () => {
    const screen = play('rollback')
    await screen.see('8 steps to take back, newest first')
    screen.type('a')
    await screen.see('Roll back anyway: type production')
    await aMoment()
    screen.type('production')
    await screen.see('> production_')
    await aMoment()
    screen.type('\r')
    await screen.see('after {"decision":"apply"}')
    expect(await leftBehind(screen)).toEqual(asItWas)
  })
})

describe('a run on a real terminal', () => {
  test('shows who is in the way, then the rows, and leaves by itself when it is done', async () => {
    const screen = play('apply', { cols: 130 })
    await screen.see('waits: lock timeout on customers, held by pid 4711')
    await screen.see(/[\d,]+ \/ ~4,102,000 rows/)
    await screen.see('after {"stops":[]}')
    expect(await leftBehind(screen)).toEqual(asItWas)
  })

  test('a failure stays until a key is pressed', async () => {
    const screen = play('failing')
    await screen.see('FAILED at 3.1')
    await aMoment()
    expect(await screen.text()).toContain('id=17 tier_id=9')
    expect(await screen.text()).toContain('took 4.3 s (est. ~6 min)')
    screen.type('q')
    await screen.see('after {"stops":[]}')
    expect(await leftBehind(screen)).toEqual(asItWas)
  })

  test('at the gate it leaves by itself', async () => {
    const screen = play('gate')
    await screen.see('at the gate')
    await screen.see('after {"stops":[]}')
    expect((await screen.exit).code).toBe(0)
  })

  test('Ctrl-C asks the run to stop; q does not', async () => {
    const screen = play('apply')
    await screen.see('live')
    screen.type('q')
    await screen.see('^C stops it after this step or batch')
    await screen.see('/ ~4,102,000 rows')
    screen.type('\u0003')
    await screen.see('after {"stops":[1]}')
    expect(await leftBehind(screen)).toEqual(asItWas)
  })

  test('a run whose end is never told does not keep the screen', async () => {
    const screen = play('gone')
    await screen.see('after {"stops":[]}')
    expect(await leftBehind(screen)).toEqual(asItWas)
  })
})
