import { getEventListeners } from 'node:events'
import { expect, test } from 'vitest'
import { sleep } from '../../src/cli/io.ts'

/** Longer than any test may take: whoever waits for it has not been woken. */
const forEver = 10_000_000

test('a sleep is over when its signal is given, and when it has been given before', async () => {
  const stop = new AbortController()
  const asleep = sleep(forEver, stop.signal)
  stop.abort()
  await asleep
  await sleep(forEver, stop.signal)
})

test('sleeps that were not disturbed leave nothing on the signal', async () => {
  const { signal } = new AbortController()
  for (let turn = 0; turn < 3; turn += 1) await sleep(1, signal)
  expect(getEventListeners(signal, 'abort')).toEqual([])
})
