import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { compiled } from '../support/compiled.ts'
import { type Terminal, terminal } from '../tui/terminal.ts'
import { createWorld, postgresEngine, sqliteEngine, type World } from './support/world.ts'

const spec = (columns: string) => `tables:\n  notes:\n    columns: { id: bigint${columns} }\n    primary_key: [id]\n`
const enter = '\r'
const tab = '\t'
const ctrlC = '\u0003'
const ctrlD = '\u0004'

let world: World
const open: Terminal[] = []
beforeEach(async () => {
  world = await createWorld(sqliteEngine())
  await world.write(spec(', body: text'))
})
afterEach(async () => {
  for (const each of open.splice(0)) each.dispose()
  await world.dispose()
})

async function onTerminal(...args: readonly string[]): Promise<Terminal> {
  const { main, cache } = await compiled()
  const env = { APP_URL: world.url, NODE_COMPILE_CACHE: cache }
  const started = terminal(main, args, { cols: 110, rows: 30, env, cwd: world.directory })
  open.push(started)
  return started
}

/** Dialogs take no key that was typed before they could be read (see src/tui/dialog.ts). */
const aMoment = () => new Promise((resolve) => setTimeout(resolve, 400))

/** Asks for the question, and answers with the button behind Cancel. */
async function confirms(screen: Terminal, question: string): Promise<void> {
  screen.type('a')
  await screen.see(question)
  await aMoment()
  screen.type(tab)
  await aMoment()
  screen.type(enter)
}

/** Until the terminal is in raw mode, which a key that is answered proves, Ctrl-C is a signal to whoever is there. */
async function isListening(screen: Terminal): Promise<void> {
  screen.type('?')
  await screen.see('any key closes this')
  screen.type('\u001b')
  await screen.see('create table notes')
}

/** The exit code, once the screen is as it was before and has this on it. */
async function leaves(screen: Terminal, says: string | RegExp): Promise<number> {
  const { code } = await screen.exit
  expect(await screen.see(says)).toMatch(says)
  expect({ alternate: await screen.alternate(), cursor: screen.cursorVisible() }).toEqual({
    alternate: false,
    cursor: true,
  })
  return code
}

describe('reconcile on a terminal', () => {
  test('shows the plan, applies it after `a` and Enter, and finds nothing to do the next time', async () => {
    const review = await onTerminal()
    expect(await review.see('create table notes')).toContain('review')
    expect(await review.alternate()).toBe(true)
    review.type('a')
    await review.see('Apply 1 step to app?')
    await aMoment()
    review.type(enter)
    expect(await leaves(review, /Done: 1 step applied to app/)).toBe(0)
    expect((await world.contents()).schema.length).toBeGreaterThan(0)
    expect(await leaves(await onTerminal(), /In sync: app/)).toBe(0)
  })

  test('q leaves everything as it was', async () => {
    const review = await onTerminal()
    await review.see('create table notes')
    review.type('q')
    expect(await leaves(review, 'Nothing was changed.')).toBe(2)
    expect((await world.contents()).schema).toEqual([])
  })

  test('Ctrl-C leaves at once, and so does a signal', async () => {
    const review = await onTerminal()
    await review.see('create table notes')
    await isListening(review)
    review.type(ctrlC)
    expect((await review.exit).code).toBe(130)
    expect(await review.alternate()).toBe(false)
    const other = await onTerminal()
    await other.see('create table notes')
    await isListening(other)
    other.kill('SIGTERM')
    const { code, signal } = await other.exit
    expect(signal === 15 || code === 143).toBe(true)
    expect(await other.alternate()).toBe(false)
    expect(await other.text()).not.toContain('bug')
    expect((await world.contents()).schema).toEqual([])
  })

  test('stops at the gate, shows what it waits for, and goes on once that holds and somebody says so', async () => {
    await world.write(spec(', body: text, old: text'))
    await world.expect(0, '--yes')
    await world.write(
      `targets:\n  app: { url: '\${APP_URL}', gate: { command: test -f deployed } }\ndefault_target: app\n`,
      'specs/reconcile.yaml',
    )
    await world.write(spec(', body: text'))
    const review = await onTerminal()
    await review.see('put column notes.old aside')
    await confirms(review, 'Apply 1 step to app?')
    await review.see('1 of 1 condition not yet met')
    await review.see('command test -f deployed: exit 1')
    review.type('a')
    await review.see('not yet: command test -f deployed')
    review.type('q')
    expect(await leaves(review, /Waiting at the gate/)).toBe(0)

    const again = await onTerminal('continue')
    await again.see('1 of 1 condition not yet met')
    await world.write('', 'deployed')
    await again.see('all conditions hold')
    await confirms(again, 'Go on past the gate of app with 1 step?')
    expect(await leaves(again, /Done:/)).toBe(0)
    expect((await world.rows('select * from notes')).some((row) => 'old' in row)).toBe(false)
  })

  test('takes a run back after a look at what comes back', async () => {
    await world.expect(0, '--yes')
    const rollback = await onTerminal('rollback')
    await rollback.see('create table notes')
    await confirms(rollback, 'Take back 1 step on app?')
    expect(await leaves(rollback, /Rolled back: 1 step/)).toBe(0)
    expect((await world.contents()).schema).toEqual([])
  })

  test('asks for the name before anything is destroyed', async () => {
    await world.write(spec(', body: text, old: text'))
    await world.expect(0, '--yes')
    await world.sql(`insert into notes values (1, 'a', 'b')`)
    await world.write(spec(', body: text'))
    await world.expect(0, '--yes')
    const before = await world.contents()
    for (const [answer, code] of [
      [`yes${enter}`, 3],
      [ctrlC, 130],
      [ctrlD, 3],
    ] as const) {
      const asked = await onTerminal('purge', '--older-than', '0s')
      await asked.see('Type app to destroy:')
      asked.type(answer)
      expect(await leaves(asked, 'Nothing was destroyed')).toBe(code)
      expect(await world.contents()).toEqual(before)
    }
    const right = await onTerminal('purge', '--older-than', '0s')
    await right.see('Type app to destroy:')
    right.type(`app${enter}`)
    expect(await leaves(right, '1 object destroyed')).toBe(0)
  })

  test('Ctrl-C in the middle of a run stops it at a safe point, to be resumed', async () => {
    await world.expect(0, '--yes')
    await world.sql(
      `insert into notes with recursive n(id) as (select 1 union all select id + 1 from n where id < 20000) select id, 'b' from n`,
    )
    // Every row takes its time, so that however late the key comes there are rows left.
    const slow =
      '(with recursive n(i) as (select 1 union all select i + 1 from n where i < 500) select upper(body) from n limit 1 offset 499)'
    await world.write(
      `${spec(', body: text, loud: text')}    backfills: { shout: { set: { loud: "${slow}" }, where: loud is null, batch: { rows: 100, target: 1ms } } }\n`,
    )
    const review = await onTerminal()
    await review.see('backfill notes.shout')
    review.type('a')
    await review.see('Apply 2 steps')
    await aMoment()
    review.type(enter)
    await review.see('rows/s')
    review.type(ctrlC)
    expect(await leaves(review, /Stopped:/)).toBe(130)
    expect(await review.text()).toContain('reconcile resume --target app')
    const resumed = await onTerminal('resume')
    expect(await leaves(resumed, /Done: 2 steps applied/)).toBe(0)
    expect(await world.rows(`select count(*) as n from notes where loud is null`)).toEqual([{ n: 0 }])
  })
})

describe('reconcile on a terminal, with somebody in the way', () => {
  test('shows who it is beside the plan, as long as they are', async () => {
    await world.dispose()
    world = await createWorld(postgresEngine())
    await world.write(spec(', body: text'))
    await world.expect(0, '--yes')
    await world.write(spec(', body: text, more: text'))
    const reader = new pg.Client({ connectionString: world.url, application_name: 'nightly report' })
    await reader.connect()
    await reader.query('begin; select * from notes')
    // Younger than the lock budget it would be no news.
    await new Promise((resolve) => setTimeout(resolve, 1_100))
    const review = await onTerminal()
    expect(await review.see('add column notes.more')).toMatch(
      /^ ! in the way long-transaction pid \d+ \(postgres, nightly/m,
    )
    expect(await review.text()).toContain('Met before the first step')
    await review.see('pg_terminate_backend')
    review.type('a')
    await review.see('in the way at this moment: long-transaction')
    await aMoment()
    review.type('\u001b')
    await aMoment()
    review.type('q')
    expect(await leaves(review, 'Nothing was changed.')).toBe(2)
    await reader.end()
    const again = await onTerminal()
    expect(await again.see('add column notes.more')).not.toContain('in the way')
    again.type('q')
    expect(await leaves(again, 'Nothing was changed.')).toBe(2)
  })
})
