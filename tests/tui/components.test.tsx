import { render } from 'ink-testing-library'
import { afterEach, expect, test } from 'vitest'
import { nothingAllowed } from '../../src/model/allowance.ts'
import { ApplyScreen } from '../../src/tui/apply-screen.tsx'
import { BrowseScreen } from '../../src/tui/browse-screen.tsx'
import { reviewContent } from '../../src/tui/review-content.ts'
import { runStore } from '../../src/tui/run-store.ts'
import { failed, started } from '../report/sample-events.ts'
import { mildPlan, sampleObstacles, sampleTarget } from '../report/sample-plan.ts'

const looks = { color: false, ascii: false }
const mounted: { unmount(): void }[] = []
afterEach(() => {
  for (const each of mounted.splice(0)) each.unmount()
})

test('the review reacts to keys and reports one decision', async () => {
  const decided: string[] = []
  const clock = { ms: 0 }
  const content = reviewContent(mildPlan, sampleTarget, nothingAllowed)
  const screen = render(
    <BrowseScreen
      {...looks}
      content={content}
      now={() => (clock.ms += 200)}
      onDecision={(decision) => decided.push(decision)}
    />,
  )
  mounted.push(screen)
  await expect.poll(() => screen.lastFrame()).toContain('▸ ✓ 1.1 + create table tiers')
  screen.stdin.write('j')
  await expect.poll(() => screen.lastFrame()).toContain('▸ ✓ 1.2 + add column customers.tier_id')
  screen.stdin.write('a')
  await expect.poll(() => screen.lastFrame()).toContain('[ Cancel ]')
  expect(decided).toEqual([])
  screen.stdin.write('\u001b')
  await expect.poll(() => screen.lastFrame()).toContain('▸ ✓ 1.2')
  screen.stdin.write('qqq')
  await expect.poll(() => decided).toEqual(['quit'])
})

test('the review shows what a run would meet, and what to do about it', async () => {
  const content = reviewContent(mildPlan, sampleTarget, nothingAllowed, sampleObstacles.slice(0, 2))
  const clock = { ms: 0 }
  const screen = render(
    <BrowseScreen {...looks} content={content} now={() => (clock.ms += 200)} onDecision={() => undefined} />,
  )
  mounted.push(screen)
  await expect.poll(() => screen.lastFrame()).toContain('▸ ! long-transaction pid 4711')
  expect(screen.lastFrame()).toContain('! in the way long-transaction pid 4711')
  expect(screen.lastFrame()).toContain('waits')
  screen.stdin.write('z')
  await expect.poll(() => screen.lastFrame()).toContain('select pg_terminate_backend(4711);')
})

test('a run that fails waits for a key, and Ctrl-C is passed on while it goes', async () => {
  const left = { times: 0 }
  const stops: number[] = []
  const store = runStore('production', 'apply', () => performance.now())
  const screen = render(
    <ApplyScreen
      {...looks}
      title="applying"
      store={store}
      now={() => performance.now()}
      requestStop={(level) => stops.push(level)}
      onLeave={() => (left.times += 1)}
    />,
  )
  mounted.push(screen)
  await expect.poll(() => screen.lastFrame()).toContain('starting')
  store.push(started)
  store.push({ type: 'step_started', step: '3.1', attempt: 1 })
  await expect.poll(() => screen.lastFrame()).toContain('▸ ▸ 3.1 validate')
  screen.stdin.write('\u0003\u0003')
  await expect.poll(() => stops).toEqual([1, 2])
  store.push(failed)
  store.push({ type: 'run_finished', run: 'r', status: 'failed', elapsedMs: 9 })
  await expect.poll(() => screen.lastFrame()).toContain('FAILED at 3.1')
  expect(left.times).toBe(0)
  screen.stdin.write('x')
  await expect.poll(() => left.times).toBe(1)
})
